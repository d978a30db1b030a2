// The lens: which articles the numbers are of. A change loads the page anew, so the address always says what is shown.

/** Fields of the lens: name, heading, hint. */
const LENS_FIELDS = [
  ["query", "Query", "gas AND sanction*"],
  ["from", "From", "YYYY-MM-DD"],
  ["to", "To", "YYYY-MM-DD"],
  ["outlet", "Outlets", "several with ; between"],
  ["actor", "Actors", "ids: RUS; UKR"],
  ["lang", "Languages", "en; de"],
];

/** What is looked at, in words. */
function lensWords() {
  const parts = [...lens()].map(([name, value]) => `${name} ${value}`);
  return parts.length ? parts.join("; ") : "all of the store";
}

/** The form; open at once where there is something to mend. */
function lensForm(open) {
  const given = lens();
  const field = ([name, heading, placeholder]) => h("label", {}, heading,
    h("input", { name, placeholder, value: given.getAll(name).join("; "), autocomplete: "off", spellcheck: "false" }));
  const inputs = h("div.lens-fields", {}, LENS_FIELDS.map(field));
  const apply = (event) => {
    event.preventDefault();
    const wanted = new URLSearchParams();
    for (const input of inputs.querySelectorAll("input")) {
      const several = input.name === "query" ? [input.value] : input.value.split(";");
      several.map((value) => value.trim()).filter(Boolean).forEach((value) => wanted.append(input.name, value));
    }
    const text = wanted.toString();
    location.assign(`/${text ? `?${text}` : ""}`);
  };
  return h("details.lens", { open },
    h("summary", {}, `Articles: ${cut(lensWords(), 160)}`),
    h("form", { onsubmit: apply }, inputs, h("div.chips", {}, h("button.icon", { type: "submit" }, "Count these articles"), h("a.icon", { href: "/" }, "All articles"))));
}

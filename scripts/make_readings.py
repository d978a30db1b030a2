#!/usr/bin/env python3
"""Writes corpus/training/readings.tsv: sentences of our own with one marked name and its reading.

usage: make_readings.py > corpus/training/readings.tsv

Columns: reading (actor or place), start, end (characters), sentence. The sentences come from the patterns below, filled
at random with a fixed seed; every pattern was written for demarche. Names of states that act (governments) are
`actor`; territory, people at large, goods, culture and sports teams are `place`.
"""
import random

random.seed(20240229)
STATES = """Russia China France Germany Britain Japan India Brazil Turkey Iran Iraq Israel Egypt Syria Ukraine Poland Italy Spain Canada
Mexico Australia Indonesia Pakistan Nigeria Kenya Ethiopia Sudan Libya Algeria Morocco Greece Serbia Hungary Romania Bulgaria Sweden Norway
Finland Denmark Belgium Austria Switzerland Portugal Ireland Argentina Chile Peru Colombia Venezuela Cuba Vietnam Thailand Malaysia
Singapore Myanmar Cambodia Laos Bangladesh Nepal Afghanistan Kazakhstan Uzbekistan Georgia Armenia Azerbaijan Belarus Moldova Lithuania Latvia
Estonia Croatia Slovenia Albania Lebanon Jordan Kuwait Qatar Bahrain Oman Yemen Somalia Uganda Rwanda Angola Zambia Zimbabwe Mozambique
Namibia Botswana Ghana Senegal Mali Niger Chad Cameroon Gabon Mongolia Taiwan Kosovo Iceland Cyprus Malta Uruguay Paraguay Bolivia
Ecuador Honduras Nicaragua Guatemala Haiti Fiji Slovakia""".split()
STATES += ["the United States", "the United Kingdom", "the U.S.", "the US", "South Korea", "North Korea", "Saudi Arabia", "South Africa", "the Philippines",
           "the Netherlands", "New Zealand", "Sri Lanka", "the Czech Republic", "Burkina Faso", "Sierra Leone", "Costa Rica", "El Salvador", "South Sudan"]
CAPITALS = """Moscow Beijing Paris Berlin London Tokyo Washington Ankara Tehran Baghdad Jerusalem Cairo Damascus Kyiv Warsaw Rome Madrid Ottawa
Canberra Jakarta Islamabad Nairobi Khartoum Tripoli Algiers Rabat Athens Belgrade Budapest Bucharest Sofia Stockholm Oslo Helsinki
Copenhagen Vienna Lisbon Dublin Caracas Havana Hanoi Bangkok Seoul Pyongyang Riyadh Pretoria Manila Taipei Beirut Amman Doha Kabul
Minsk Vilnius Riga Tallinn Baku Yerevan Tbilisi Harare Lima Bogota Kinshasa Delhi""".split() + ["New Delhi", "Addis Ababa", "Buenos Aires"]
SEATS = ["the Kremlin", "the White House", "Downing Street", "the Élysée"]
ADJ = """Russian Chinese French German British Japanese Indian Brazilian Turkish Iranian Iraqi Israeli Egyptian Syrian Ukrainian Polish Italian
Spanish Canadian Mexican Australian Indonesian Pakistani Nigerian Kenyan Ethiopian Sudanese Libyan Algerian Moroccan Greek Serbian Hungarian
Romanian Bulgarian Swedish Norwegian Finnish Danish Belgian Austrian Swiss Portuguese Irish Argentine Chilean Peruvian Colombian
Venezuelan Cuban Vietnamese Thai Malaysian American U.S. South-Korean Saudi Lebanese Jordanian Afghan Georgian Armenian""".replace("South-Korean", "South_Korean").split()
PEOPLES = """Russians Germans Britons Americans Iranians Iraqis Israelis Egyptians Syrians Ukrainians Poles Italians Spaniards Canadians Mexicans
Australians Indonesians Pakistanis Nigerians Kenyans Ethiopians Libyans Algerians Greeks Serbs Hungarians Romanians Swedes Norwegians Finns
Danes Belgians Austrians Turks Indians Brazilians Cubans Venezuelans Afghans Palestinians Argentines Colombians""".split()
TOWNS = """Lyon Kharkiv Aleppo Basra Mosul Porto Turin Seville Krakow Izmir Shiraz Lahore Chennai Osaka Busan Da_Nang Cebu Perth Calgary Medellin Cusco
Recife Mombasa Benghazi Oran Fez Gdansk Leipzig Graz Basel Bergen Malmo Turku Aarhus Antwerp Cork Leeds Hamburg Odesa Sochi Harbin Mandalay Herat Kandahar""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
PEOPLE_NAMES = ["Anna Berg", "Tomas Ruiz", "Peter Lang", "Maria Costa", "Ivan Petrov", "John Carter", "Leila Haddad", "Kenji Mori", "Samuel Okoro", "Clara Weiss"]
SPEECH = """said|said|said|said|said|said|warned|announced|declared|insisted|denied|confirmed|claimed|admitted|argued|stressed|added|reported|complained|promised|vowed|pledged|replied|stated|suggested|noted|maintained""".split("|")
SPEECH_S = """says|warns|announces|declares|insists|denies|confirms|claims|admits|argues|vows|pledges|maintains|believes|hopes|fears|thinks|expects""".split("|")
THAT = """that the talks would go on|that the pact was dead|that no soldier had crossed the line|that the deal was close|the offer came too late|it would not sign|that it would answer any attack|that
the sanctions had failed|it had no plans to withdraw|that the ships were its own|that the vote was unfair|it was ready for talks|that more troops were on their way|that prices would be frozen|it will keep its embassy open""".replace("\n", " ").split("|")
ACT = """rejected the plan|condemned the attack|welcomed the truce|signed the accord|recalled its envoy|expelled two diplomats|vetoed the resolution|imposed new tariffs|lifted the ban|sent more troops|agreed to
a ceasefire|broke off talks|backed the proposal|opposed the extension|refused to comment|accepted the terms|demanded an apology|offered to mediate|cut off gas supplies|recognised the new government|
suspended the treaty|threatened to retaliate|withdrew its forces|tested a missile|shot down a drone|joined the alliance|left the pact|raised the issue again|ordered a blockade|seized two tankers|froze the assets|
ratified the convention|invaded its neighbour|annexed the strip|has denied any role|has agreed to pay|is preparing a response|is considering sanctions|wants a new deal|hopes for better ties|is ready to negotiate|
will not attend|would veto it|may reopen the border|plans to buy tanks|needs allies|sees no alternative|has tried to stop the project|had hoped to sell the jets|does not recognise the court|did not reply|must choose|
cannot accept this|should stop the bombing|is to cut its oil output|intends to appeal|failed to keep its word|has long supported the rebels|has accused its rival of spying|began to pull back its army|
devalued its currency|halted grain exports|agreed on Friday to free the prisoners|moved to reassure its allies|pressed for a vote|abstained|was quick to react|has made clear it will fight|stands by its allies""".replace("\n", "").split("|")
HEAD = """rejects peace plan|warns of war|to cut troops|slams sanctions|sends envoy|backs ceasefire|denies attack|vows revenge|seeks talks|expels diplomats|lifts ban|to reopen embassy|hits back at critics|signs gas deal|tests missile|
calls for restraint|recalls ambassador|offers help|to host summit|threatens tariffs|halts exports|accuses rival of spying|agrees to truce|urges calm|raises rates""".replace("\n", "").split("|")
OFFICIAL = """government|foreign ministry|officials|troops|president|prime minister|foreign minister|army|navy|sanctions|diplomats|leaders|parliament|delegation|ambassador|warships|air force|intelligence service|forces|
soldiers|authorities|negotiators|proposal|offensive|threat|demands|efforts|decision|policy|spokesman|defence minister|lawmakers|missiles|artillery|strikes|jets|invasion|support|interests|position|leadership|generals|
administration|cabinet|embassy|police|veto|response|plan|aggression|concerns|help|military aid|fighters|tanks|propaganda|hackers|nuclear programme|influence""".replace("\n", "").split("|")
THINGS = """economy|population|capital|coast|mountains|climate|largest city|roads|schools|music|cuisine|beaches|wine|history|islands|farmers|hospitals|northern provinces|second city|rivers|east coast|railways|literature|
national park|old town|universities|film industry|oldest newspaper|cities|countryside|airports|housing market|churches|weather|wildlife|football league|highest peak|capital city|rural areas|biggest port""".replace("\n", "").split("|")
GOODS = """wine|food|music|novels|films|cars|steel|wheat|art|cuisine|television|football|literature|singer|actor|novelist|painter|village|town|composer|tourist|student|restaurant|newspaper|footballer|cyclist|striker|coach|
language|city|coast|province|market|shares|farmers|athletes|poet|winter|countryside|film director|tennis player|beer|tea|cheese|opera|architecture|immigrants|families|women""".replace("\n", "").split("|")
HIT = """invaded|attacked|bombed|shelled|occupied|struck|hit|raided|annexed|bombarded|blockaded|conquered|pounded|threatened|provoked|punished|betrayed|insulted|isolated|fought|defeated""".split("|")
FEEL = """hates|hate|loves|love|trusts|trust|distrusts|mistrusts|fears|fear|admires|admire|despises|resents|resent|envies|detests|dislikes|respects|thanked|congratulated|snubbed|appeased""".split("|")
VERBS = """block delay sign cancel suspend renew reopen finance train equip shelter host invite cede grant lease extend revise reform adopt abandon reduce expand modernise restore
upgrade double triple nationalise privatise subsidise tax inspect patrol guard shell encircle liberate partition border blockade punish reward isolate court lobby pressure
bribe spy assist rescue protect exploit control dominate manage balance outlaw legalise censor monitor pursue resume conclude draft table debate postpone hasten prolong
finish clinch reclaim demand accept concede host propose oppose endorse fund ship procure develop deploy relocate dismantle stockpile unveil display celebrate regret deplore resent
welcome study weigh examine explore discuss raise settle resolve ignore dispute contest deny affirm assure remind inform notify consult engage confront challenge defy""".split()
OBJ = """the treaty|the talks|the deal|its army|the border crossing|the sanctions|the rebels|its neighbours|the accord|the pipeline|the exiles|its debts|the grain deal|a new base|the test ban|the project|its own version|the fleet|the
peace process|the inspectors|foreign aid|the opposition|the hostages|its arsenal|the proposal|its claims|the crisis|the islands|the strait|the refugees' return|the plan for a buffer zone""".replace("\n", " ").split("|")
DIR = "north south east west northeast southwest".split()

rows = []


def double(verb):
    return verb + verb[-1] if verb in ("ban", "ship", "patrol", "control") else verb


def past(verb):
    irregular = {"spy": "spied", "deny": "denied", "defy": "defied", "notify": "notified", "study": "studied"}
    return irregular.get(verb) or (verb + "d" if verb.endswith("e") else double(verb) + "ed")


def ing(verb):
    return (verb[:-1] if verb.endswith("e") else double(verb)) + "ing"


def third(verb):
    irregular = {"spy": "spies", "deny": "denies", "defy": "defies", "notify": "notifies", "study": "studies"}
    return irregular.get(verb) or (verb + "es" if verb.endswith(("sh", "ss", "ch")) else verb + "s")


def fill(pattern):
    """Fills a pattern; `[` and `]` mark the name."""
    def pick(kind):
        return {
            "X": lambda: random.choice(STATES if random.random() < 0.62 else CAPITALS + SEATS * 3),
            "S": lambda: random.choice(STATES), "C": lambda: random.choice(CAPITALS),
            "A": lambda: random.choice(ADJ).replace("_", " "), "D": lambda: random.choice(PEOPLES), "T": lambda: random.choice(TOWNS).replace("_", " "),
            "Y": lambda: random.choice(STATES), "day": lambda: random.choice(DAYS), "N": lambda: random.choice(PEOPLE_NAMES),
            "sp": lambda: random.choice(SPEECH), "sps": lambda: random.choice(SPEECH_S), "that": lambda: random.choice(THAT),
            "act": lambda: random.choice(ACT), "head": lambda: random.choice(HEAD), "off": lambda: random.choice(OFFICIAL),
            "thing": lambda: random.choice(THINGS), "good": lambda: random.choice(GOODS), "dir": lambda: random.choice(DIR),
            "ed": lambda: past(random.choice(VERBS)) + " " + random.choice(OBJ), "ing": lambda: ing(random.choice(VERBS)) + " " + random.choice(OBJ),
            "s": lambda: third(random.choice(VERBS)) + " " + random.choice(OBJ), "inf": lambda: random.choice(VERBS) + " " + random.choice(OBJ),
            "hit": lambda: random.choice(HIT), "feel": lambda: random.choice(FEEL),
            "n": lambda: str(random.randint(2, 90)), "year": lambda: str(random.randint(1946, 2024)),
        }[kind]()
    out, i = "", 0
    while i < len(pattern):
        if pattern[i] == "{":
            j = pattern.index("}", i)
            out += pick(pattern[i + 1:j])
            i = j + 1
        else:
            out += pattern[i]
            i += 1
    return out


def add(reading, pattern, times):
    for time in range(times):
        text = fill(pattern)
        if time == 0 or text.startswith("^"):
            text = text.lstrip("^").upper()
        elif time == 1:
            text = " ".join(w if w.lower() in ("of", "in", "the", "to", "and", "on", "for", "by", "with") else w[:1].upper() + w[1:] for w in text.split(" "))
        start = text.index("[")
        end = text.index("]") - 1
        text = text.replace("[", "").replace("]", "")
        name = text[start:end]
        for article in ("the ", "The ", "THE "):
            if name.startswith(article):
                start += len(article)
        if text[0].islower():
            text = text[0].upper() + text[1:]
        rows.append((reading, start, end, text))


ACTOR = """[{X}] {sp} on {day} {that}.
[{X}] {sp} {that}.
[{X}] {sps} {that}.
[{X}] {act}.
[{X}] {act} after the summit.
[{X}] on {day} {act}.
[{X}] also {act}.
[{X}] has never {sp} {that}.
[{X}] has repeatedly {sp} {that}.
Last week [{X}] {act}.
But [{X}] {act}.
Meanwhile, [{X}] {act}.
In response, [{X}] {act}.
The envoy said [{X}] {act}.
Officials believe that [{X}] {act}.
It was unclear whether [{X}] {act}.
{N} said that [{X}] {act}.
If [{X}] {act}, the others will follow.
As [{X}] {act}, prices rose.
[{X}] {head}
[{X}], {Y} {head}
{Y}, [{X}] {head}
[{X}] and {Y} {act}.
{Y} and [{X}] {act}.
{Y}, [{X}] and {S} {act}.
[{X}], {Y} and {S} have signed a joint note.
Both [{X}] and {Y} {act}.
Neither [{X}] nor {Y} {act}.
[{X}], for its part, {act}.
[{X}], which {act}, {sp} {that}.
[{X}], once an ally of {Y}, {act}.
Talks between [{X}] and {Y} broke down on {day}.
Talks between {Y} and [{X}] broke down again.
Relations between [{X}] and {Y} have soured.
Tension between {Y} and [{X}] has grown.
The war between [{X}] and {Y} began in {year}.
A treaty between {Y} and [{X}] was signed.
{Y} wants better relations with [{X}].
{Y} has ended its talks with [{X}].
The deal with [{X}] took years.
{Y} is at war with [{X}].
The new president seeks closer ties with [{X}].
{N} called for dialogue with [{X}].
New sanctions against [{X}] were agreed on {day}.
The council imposed an arms embargo on [{X}].
Pressure on [{X}] is rising.
Criticism of [{X}] grew louder.
Support for [{X}] is waning.
A stern warning to [{X}] came from the alliance.
The complaint against [{X}] was lodged in {year}.
{Y} called on [{X}] to stop the shelling.
{Y} urged [{X}] to return to the table.
{Y} accused [{X}] of breaking the truce.
{Y} blamed [{X}] for the blast.
{Y} asked [{X}] for help.
{Y} warned [{X}] that it would answer.
{Y} told [{X}] to withdraw.
{Y} criticised [{X}] for the arrests.
{Y} praised [{X}] for its patience.
{Y} backs [{X}] in the dispute.
The minister thanked [{X}] for its support.
Allies persuaded [{X}] to wait.
The plan was rejected by [{X}].
The rebels are backed by [{X}].
The statement issued by [{X}] was short.
A proposal put forward by [{X}] and {Y} failed.
According to [{X}], the ship was unarmed.
The resolution was sponsored by {Y} and [{X}].
The island gained its independence from [{X}] in {year}.
{Y} bought the jets from [{X}].
The weapons were sold to [{X}].
Aid to [{X}] was cut.
The law would let the state sell arms to [{X}].
{Y} surrendered to [{X}] in {year}.
[{X}]'s government {act}.
[{X}]'s foreign ministry {sp} {that}.
[{X}]'s {off} drew protests.
The summit was overshadowed by [{X}]'s {off}.
{N} defended [{X}]'s {off}.
[{X}]'s decision to leave the pact surprised its allies.
[{X}]'s refusal to sign angered {Y}.
[{X}]'s threat was taken seriously.
[{X}]'s new leader {sp} {that}.
{Y} fears [{X}]'s growing power.
Critics say [{X}]'s role in the war is plain.
The [{X}]-led coalition {act}.
[{X}]-backed rebels took the town.
The role of [{X}] in the coup is disputed.
The policy of [{X}] has not changed.
The intentions of [{X}] are unclear.
The leaders of [{X}] and {Y} met on {day}.
The prime minister of [{X}] {act}.
The foreign ministers of [{X}] and {Y} met.
Diplomats say [{X}] is losing patience.
What [{X}] wants is recognition.
An ally of [{X}], {N} {act}.
[{A}] {off} drew protests on {day}.
The [{A}] government {act}.
[{A}] officials {sp} {that}.
[{A}] foreign minister {N} {sp} {that}.
[{A}] President {N} {act}.
[{A}] troops crossed the river at dawn.
A senior [{A}] diplomat {sp} {that}.
The [{A}] army {act}.
{Y} fears [{A}] {off}.
{N} spoke of [{A}] {off} on {day}.
Allies welcomed the [{A}] {off}.
The [{A}] side {act}.
The [{A}] parliament {act}.
In a blow to [{A}] {off}, the court ruled against it.""".split("\n")
PLACES = """The fair was held in [{X}] in {year}.
{N} was born in [{S}] in {year}.
She lives in [{X}] with her two sons.
In [{X}], shops closed early on {day}.
In [{X}] the price of bread doubled.
Two people were killed in [{X}] on {day}.
The firm has plants in [{X}] and {Y}.
The firm has plants in {Y} and [{X}].
The species is found in {Y}, [{S}] and {S}.
Heavy rain fell in {Y} and [{S}].
Protests broke out in [{X}] and {T}.
The conference takes place in [{C}] next week.
Speaking in [{X}], {N} {sp} {that}.
The president will meet his guests in [{X}] on {day}.
The summit in [{X}] ended without a result.
The war in [{S}] has lasted years.
The crisis in [{S}] is worsening.
Elections in [{S}] are due in May.
The {A} embassy in [{C}] was closed.
He flew to [{X}] on {day}.
The minister travelled to [{X}] for talks.
She moved to [{S}] in {year}.
He returned to [{X}] after the war.
The family emigrated to [{S}].
The team went to [{S}] by train.
The ship sailed from {T} to [{S}].
The band toured [{S}] in {year}.
The pope will visit [{S}] in the autumn.
{N} left [{S}] at the age of {n}.
She arrived from [{X}] last night.
The aid came from [{S}] by road.
Refugees from [{S}] crossed the river.
He is a farmer from [{S}].
The singer, from [{S}], won the prize.
Police across [{S}] searched homes.
Trains throughout [{S}] were late.
The disease spread across [{S}].
A village near [{C}] was hit.
The road to [{C}] was blocked.
The train from [{C}] was late.
The flight from [{C}] to {T} takes two hours.
The border between [{S}] and {Y} runs through the hills.
The river forms the border between {Y} and [{S}].
There are flights between {T} and [{C}].
He drove from {T} to [{S}].
The town lies near the [{S}] border.
The population of [{S}] is {n} million.
[{S}] is a country in Asia.
[{S}] has a population of {n} million.
[{S}] is a state with many lakes.
[{C}] is the capital of {Y}.
[{C}] is a city on the river.
[{S}] lies on the coast.
[{S}] was hit by an earthquake on {day}.
Life in [{C}] is dear.
{T} is a town in the {dir} of [{S}].
{T} is the largest city of [{S}].
The capital of [{S}] was quiet.
The coast of [{S}] is rocky.
The {dir} of [{S}] is dry.
Parts of [{S}] were flooded.
Much of [{S}] is desert.
The rest of [{S}] stayed calm.
The streets of [{C}] were empty.
The centre of [{C}] was closed to cars.
The people of [{S}] deserve peace.
The history of [{S}] is long.
The University of [{C}] was founded in {year}.
The towns of {T} and {T} in [{S}] were cut off.
The invasion of [{S}] began in {year}.
The occupation of [{S}] lasted four years.
The bombing of [{C}] went on for days.
He studied law in {T}, [{S}].
{N} was born in {T}, [{S}], in {year}.
The plant in {T}, [{S}], was sold.
The hotel is in {T}, [{S}].
[{C}], {day} -- Shares rose after the vote.
[{C}] ({day}) - A court has freed two men.
The museum, in [{C}], opened in {year}.
1. {N} ([{S}]) {n} points
{N} ([{S}]) beat {N} ({S}) 6-4 6-3
Exports to [{S}] rose {n} percent.
Imports from [{S}] fell.
Sales in [{S}] were flat.
He was ambassador to [{S}] from {year}.
The company has offices in [{C}], {T} and {T}.
[{S}]'s {thing} is known to few.
[{S}]'s {thing} grew by {n} percent.
[{C}]'s {thing} was closed for repairs.
The storm hit [{S}]'s {thing}.
He wrote a book about [{S}]'s {thing}.
[{X}] won the match 2-1 against {Y}.
[{S}] beat {Y} 3-0 in the World Cup qualifier on {day}.
[{S}] lost to {Y} in the final of the championship.
{Y} drew 1-1 with [{S}] in a group match.
[{S}]'s midfielder scored twice in the second half.
[{S}] were all out for {n} runs in the second test.
The striker won {n} caps for [{S}].
He plays for [{S}] and a club in {T}.
The [{A}] striker scored the winning goal.
[{A}] {good} is in fashion.
She teaches [{A}] {good} in {T}.
He is an [{A}] {good} of some fame.
The festival shows [{A}] {good}.
Young [{D}] are leaving for the cities.
Thousands of [{D}] marched through the streets.
[{D}] queue for bread in the cold.
Many [{D}] fear for their jobs.
Two [{D}] were killed in the crash.
Most [{D}] live in towns.
[{D}] went to the polls on {day}.
{n} [{D}] died in the fire.
For [{D}], winter is hard.
A group of [{D}] waited at the station.
An [{S}] television station reported the crash.
A [{C}] court jailed him for {n} years.
A [{C}] hotel was evacuated.
The [{C}] stock exchange closed lower.
He owns a flat in central [{C}].
Prices in northern [{S}] rose.
They met in downtown [{C}].
Outside [{S}], the film is unknown.
Inside [{S}], few dared to speak.
Back in [{S}], he opened a shop.
The law applies only in [{S}].
He was deported to [{S}].
The bodies were flown home to [{S}].
Its territory stretches from {Y} to [{S}].
The mountains separate {Y} from [{S}].
A map of [{S}] hung on the wall.
The soil of [{S}] is poor.
The beaches of [{S}] draw tourists.
Wheat from [{S}] is cheap.
Temperatures in [{C}] fell below zero.
Work began in {year} at sites in {Y}, [{S}] and elsewhere.
He had never seen [{C}].""".split("\n")
ACTOR += """[{X}] {ed}.
[{X}] {ed} on {day}.
[{X}] {ed} and {ed}.
[{X}] {s}.
[{X}] now {s}.
[{X}] is {ing}.
[{X}] was {ing}.
[{X}] has {ed}.
[{X}] had {ed} by {year}.
[{X}] will {inf}.
[{X}] would {inf} if asked.
[{X}] is to {inf}.
[{X}] is expected to {inf}.
[{X}] is ready to {inf}.
[{X}] is unlikely to {inf}.
[{X}] has decided to {inf}.
[{X}] has been {ing} for months.
[{X}] {s}, {N} {sp}.
[{X}] was forced to {inf}.
[{X}] was accused of {ing}.
[{X}] was not invited to the talks.
[{X}] and {Y} {ed}.
{Y} and [{X}] {ed}.
The report said [{X}] {ed}.
He added that [{X}] {ed}.
In {year} [{X}] {ed}.
In {year}, [{X}] {ed}.
On {day} [{X}] {ed}.
A day later, [{X}] {ed}.
How often has [{X}] {ed}?
Why did [{X}] {inf}?
Since then [{X}] {ed}.
After the vote, [{X}] {ed}.
Under the accord, [{X}] {ed}.
While [{X}] {ed}, {Y} waited.
Because [{X}] {ed}, the talks failed.
Only [{X}] {ed}.
Even [{X}] {ed}.
{Y} helped [{X}] {inf}.
{Y} let [{X}] {inf}.
{Y} wants [{X}] to {inf}.
{Y} expects [{X}] to {inf}.
It is for [{X}] to {inf}.
Nothing could save [{X}] from disaster.
The move isolated [{X}].
The letter reminded [{X}] of its duties.
The loan put [{X}] in debt.
The colony was handed back to [{S}].
The bases were given to [{S}].
The move has the backing of [{X}].
It has backing from [{X}].
It needs the consent of [{X}].
The protection of [{X}] kept them safe.
The alliance of [{X}] and {Y} held.
[{S}]'s stance angered {Y}.
[{S}]'s handling of the crisis was attacked.
[{S}]'s peace treaty with {Y} still stands.
[{S}]'s intention was plain.
An agreement between {Y} and [{S}] was signed in {year}.
The envoys of [{S}], {Y} and {S} voted in favour.
Representatives of {Y}, [{S}] and {S} will meet.
The dispute with {Y} and [{S}] goes on.
The committee -- {Y}, [{S}] and {S} -- will vote.
In the council {Y}, [{S}] and {S} abstained.
Eight states, among them {Y}, {S} and [{S}], voted against.
[{A}] aggression was condemned by {Y}.
The [{S}] government {ed}.
[{S}] officials {ed}.
[{S}] envoy {N} {ed}.
The [{S}] delegation {ed}.
[{S}] troops {ed}.
A [{S}] spokesman {sp} {that}.""".split("\n")
PLACES += """In [{X}], {A} officials {ed}.
In [{X}], {N} {ed}.
The {A} capital [{C}] was calm.
Leaders met in the {A} capital [{C}] on {day}.
He planned a trip to [{X}] in May.
{N} is to tour [{S}] in May.
The president of {Y} arrived in [{C}] on {day} to {inf}.
{N} was sent to [{C}] to {inf}.
A team will be sent to [{C}].
The boats carried goods to [{S}].
They smuggled gold from [{S}].
The country borders [{S}].
{Y}, which borders [{S}], {ed}.
The bombing campaign on [{C}] began in {year}.
The storming of [{C}] in {year} cost many lives.
The embassy of {Y} in [{C}] was closed.
[{S}]'s {N} won the 10,000 metres.
[{S}]'s {N} took the lead in the final stage.
[{S}]'s Bank Merkur has cut its dividend.
[{S}]'s Danone rival bought a brewery.
[{S}] July exports rose {n} percent.
[{S}] coffee prices rose.
[{S}] cholera outbreak kills {n}
The {year} [{S}] census counted them.
The [{S}] event was held in May.
Shares in [{C}] closed lower.
[{C}] shares closed lower.
[{C}] gold prices were steady.
The index in [{C}] fell {n} points.
King William of [{S}] came to the feast.
Unlike in [{S}], wages rose.
Wages are lower than in [{S}].
Wages in {Y}, {S}, [{S}] and {S} are lower.
Goods were exported to {Y}, [{S}] and {S}.
She has lived in {Y}, [{S}] and {S}.
In {Y}, {S} and [{S}] the custom is unknown.
He has worked in {Y} and in [{S}].
The church in [{C}] was restored in {year}.
The oldest mosque of [{C}] was restored.
The mayor's house in [{C}] was searched.
[{S}] has two seasons, one wet and one dry.
[{S}] is home to many birds.
[{S}] is known for its lakes.
[{S}] is the largest exporter of tea.
[{S}] was settled long ago.
[{S}] is divided into {n} districts.
[{S}] became a colony in {year}.
[{C}] was founded in {year}.
[{C}] was calm after the vote.
[{C}] is built on seven hills.
SOCCER - [{S}] BEAT {Y} 2-1 IN WORLD CUP QUALIFIER.
[{S}] won the test series 2-1.
[{S}] won the toss and elected to bat against {Y}.
[{S}] qualified for the finals.
[{S}] meet {Y} in the semifinal on {day}.
{Y} beat [{S}] 1-0 (halftime 1-0) in a World Cup qualifier on {day}.
He scored twice for [{S}] in the second half.
She represented [{S}] at the {year} Olympics.
He made his debut for [{S}] in {year}.
[{S}]'s goalkeeper saved the penalty.
{N} of [{S}] beat {N} of {Y} 6-3 7-5.
Second seed {N} of [{S}] lost the final.
{n}. {N} ([{S}]) {n}.{n}""".split("\n")
ACTOR += """[{S}], {Y} and {S} have formed an alliance.
He spoke of [{S}] as an ally.
[{S}] could face new sanctions if it {ed}.
Worried about [{S}], {Y} {ed}.
The ban was aimed at [{S}].
The note was addressed to [{S}] and {Y}.
{Y} was in talks with [{S}] and {S}.
[{C}] regards the islands as its own.
[{C}] sees the bid as a threat.
[{C}]'s stance has hardened.
[{C}]'s demands were rejected.
{Y} and [{S}] are at odds over the dam.
The vote was a defeat for [{S}].
The accord is good for both {Y} and [{S}].
They want to force [{S}] to the table.
It would allow [{S}] to {inf}.
Ties between [{C}] and {C} are cool.
The hotline between {C} and [{C}] was cut.
{N}, who has criticised [{S}], {act}.
The court ordered [{S}] to pay.
The world must hold [{S}] to its word.
No one trusts [{S}].
It is not clear what [{S}] will do.
Much depends on [{S}].
All eyes are on [{C}].
Many see [{S}] as a threat.
Pro-[{S}] rebels {ed}.
Anti-[{S}] feeling grew.
[{X}] against {Y}: a long quarrel.""".split("\n")
PLACES += """{N} leaves [{S}] for talks.
{N} flees [{S}] after the vote.
The ferry caught fire after leaving [{S}].
On leaving [{S}], he {sp} {that}.
Troops entered [{S}] at dawn.
The army marched on [{C}].
The embargo followed the invasion of [{S}].
The tunnel links {T} with [{S}].
[{S}]'s {N} {sp} {that}.
[{S}]'s {N} {act}.
[{S}]'s Selva Norte says the law is abused.
{N} of [{S}] sprinted to his second win.
{N} of [{S}] finished in third place.
Ringed by riders, {N} of the [{S}] came in seventh.
A visitor from [{S}] was robbed.
The tour of [{S}] was called off.
This year's tour of [{S}] ended in {T}.
The border with [{S}] was closed.
The town lies on the border with [{S}].
Smugglers were caught on the border with [{S}].
Beef from countries other than [{S}] is banned.
Countries such as [{S}] have few doctors.
[{S}] companies reported losses.
[{S}] investors bought shares.
[{S}] firms, {N} {sp}, need loans.
[{A}] companies reported losses.
[{A}] investors bought shares.
[{S}]'s recession is deep.
[{S}]'s first world champion was hailed.
[{S}]'s best-selling soap is made in {T}.
[{S}]'s new star was hailed.
[{S}] has no history of strikes.
[{S}] had two bad harvests.
[{S}] and {Y} have mild winters.
She sang in {Y} and [{S}].
Rural [{S}] is poor.
In northern [{S}] the harvest failed.
Neighbouring [{S}] has more sun.
He was held in the neighbouring [{S}].
They were flown to [{S}] for treatment.
The drug was smuggled through [{S}].
After flying from [{S}], they slept.
The order was sent by mail from [{S}] to {T}.
The unification of [{S}] took years.
The king of [{S}] was crowned in {T}.
A goddess of [{C}], she guarded the gates.
The maker of lorries, based in {T}, [{S}], was sold.
The lorry, made in [{S}], broke down.
Life is quiet in {T} and [{C}].
The expulsion from [{S}] of two men was ordered.
The [{C}] bourse closed lower.
The [{C}] stock exchange opened late.
{T} lies south of [{C}].
{T}, {n} km ({n} miles) west of [{C}], was shelled.
[{C}] lies on two rivers.
[{S}] - Bond futures were steady.
A street in [{C}]'s old quarter was closed.
The road linking {T} with northern [{S}] was opened.""".split("\n")
ACTOR += """^[{S}] {head}
^[{S}] and {Y} {head}
^[U.S.] {head}
^[U.S.] {inf}
^[U.S.] to {inf}
^[{S}] to {inf}
^[{C}] {s}
^{N} urges [{S}] to {inf}
^[U.K.] and {Y} {head}
^[U.K.] and {Y} {inf}
^{Y}, [U.S.] {inf}
^{N} warns [{S}]
[{S}] kept its warm relationship with {Y}.
The fighters want independence from [{S}].
{Y} became independent from [{S}] in {year}.
[{S}] became independent from {Y} in {year}.
The handover to [{C}] took place in {year}.
He gave secret papers to [{S}].
For [{S}], this was a defeat.
The war that [{S}] launched was long.
[{S}] is fast-tracking the claims.
[{S}] is on the verge of war.
[{S}], {Y} and {S} have confirmed their interest.
[{S}] adopts a law to ban the trade.
[{S}] to meet {Y} on {day}
[{C}]'s intention was to {inf}.
Others may follow [{S}]'s lead.
[{S}], {Y} and other allies {ed}.
The [{S}], {Y}, and other {A} allies have {ed}.
[{S}] and its allies {ed}.
{Y} and [{S}], its old rival, {ed}.
At the talks in {C}, the [{S}] {ed}.
According to analysts in {C}, [{S}] {ed}.
In {C}, [{A}] officials {ed}.
In {C}, the [{A}] minister {ed}.
Pro-[{C}] media {ed}.
Analysts see pro-[{S}] forces at work.
[{S}] views itself as a great power.
[{S}] must realise the danger.
It would separate [{C}] from {C}.
The plan to drive a wedge between {C} and [{C}] failed.
A rift between [{S}] and {Y} opened.
It pushed [{S}] and {Y} closer together.
[{S}] and {Y} fought a war in {year}.
{Y} and [{S}] fought a war in {year}.
{Y} and [{S}] went to war in {year}.
{Y} and [{S}] clashed over the dam.
[{S}] and {Y} are at war.
The [US] {sp} {that}.
The [US] {act}.
The [US] {ed}.
[US], UK and French officials {ed}.
[{S}], UK and {A} officials {ed}.
[{S}]-{Y} talks {ed}.
{Y}-[{S}] relations are cool.
[{S}]-{Y} ties improved.
The {Y}-[{S}] pact was signed.
[{A}]-{A} ties are warm.
The [{A}]-led force {ed}.
The [{A}]-backed rebels {ed}.
[{S}]-led forces {ed}.
An [{A}]-brokered truce held.""".split("\n")
PLACES += """^{N} arrives in [{C}]
^Two killed in [{S}] crash
^[{S}] coffee prices rise {n} pct
^{N} to visit [{S}] on {day}
^Storm hits southern [{S}]
^Shares fall in [{C}]
^[U.S.] July exports rose {n} pct
{A} troops crossed into northern [{S}].
The army sent troops into southern [{S}].
Rebels in eastern [{S}] {ed}.
Fighting broke out in western [{S}] on {day}.
They fled from northern [{S}].
The hostages were taken into neighbouring [{S}].
Occupied [{S}] was plundered.
Southern [{S}] was hit by floods.
Northern [{S}] saw heavy rain.
A team will go to [{S}] as soon as possible.
By the time they reached [{S}], it was dark.
You do not have to go back to [{S}].
He served as ambassador to [{S}] and {Y}.
The letter to the [{C}] embassy was short.
The tunnel links [{C}] with {T}.
The voices coming out of [{C}] are bad.
Exports to [{S}] fell and imports from {Y} rose.
Theories of rain over {Y}, {S} and [{S}] were tested.
[{S}]'s {N} meets the press on {day}.
[{S}]'s President {N} meets the press on {day}.
[{S}], which borders {Y}, has cold winters.
[{S}], officially a republic, is a country in the north.
[{S}] was a colony until {year}.
[{S}] gained a new flag in {year}.
Big [{S}] dollar positions were sold.
The [{S}] jobs numbers are due next week.
[{S}] books are sold in {T}.
{N} of [{S}] kept the title.
{C}, [{S}], was cold in May.
{T}, [{S}], is a quiet town.
{C}, [{S}], drew few tourists.
[{C}], {Y}, was cold in May.
[{C}], {Y}, is a quiet town.
[{C}], {S}, was hot in July.
[{C}], {S}, drew few tourists.
[{C}], in {Y}, has two airports.
[{C}], the capital of {Y}, was calm.
The [{C}]-based group {sp} {that}.
A [{S}]-based firm {ed}.
[{S}]-based companies {ed}.
The [{C}]-born singer {sp} {that}.
The rebels took [{C}] on {day}.
The army captured [{C}] in {year}.
The militia seized [{C}].
Planes bombed [{C}] at night.
Troops reached [{C}] by dusk.
The rebels held [{C}] for a week.
{C}-[{C}] flights resumed.
MOSCOW, [{S}], March 3 -""".split("\n")
ACTOR += """{Y} {hit} [{S}].
{Y} {hit} [{S}] in {year}.
{Y} {hit} [{S}] on {day}, killing {n}.
{Y} {hit} [{S}] again
{A} troops {hit} [{S}].
{A} forces {hit} [{S}] on {day}.
{A} jets {hit} [{S}] overnight.
{A} missiles {hit} [{S}].
The {A} army {hit} [{S}] in {year}.
Rebels backed by {Y} {hit} [{S}].
{Y} praised {S} but {hit} [{S}].
{Y} has {hit} [{S}].
{Y} had {hit} [{S}] before.
If {Y} attacks [{S}], the alliance will answer.
{Y} would never attack [{S}].
{Y} could invade [{S}] within days.
{Y} is ready to strike [{S}].
{Y} threatens to bomb [{S}].
{Y} will not invade [{S}], {N} {sp}.
Why {Y} {hit} [{S}]
{Y} accused of attacking [{S}].
{Y} was condemned for invading [{S}].
^{Y} {hit} [{S}]
^{Y} strikes [{S}]
^{Y} attacks [{S}]
{Y} attacks [{S}]
{Y} strikes [{S}] after rocket fire
{Y} bombs [{S}]
{Y} invades [{S}]
{Y} {hit} {S} and [{S}].
{Y} {feel} [{S}].
{N} {feel} [{S}].
Many {A} voters {feel} [{S}].
{Y} no longer trusts [{S}].
Why {Y} {feel} [{S}]
Most people in {Y} {feel} [{S}].
They hate [{S}] more than {Y}.
Nobody loves [{S}] any more.
{Y} has always feared [{S}].
[{A}] Premier {sps} {that}
[{A}] president {sps} {that}
[{A}] Foreign Minister {sps} {that}
[{A}] PM {head}
[{A}] court {head}
[{A}] lawmakers {head}
[{S}] {s}
[{S}] {s} again
[{S}] seizes tanker in the gulf
[{S}] arrests three {A} spies
[{S}] bans {A} films
[{S}] fines {A} firm
[{S}] jails {A} reporter
[{S}] frees {A} prisoners
[{S}] kills {n} in raid on {Y}
[{S}] finds oil, {N} {sps}
[{S}] says {that}
[{S}]: {Y} must pay
[{S}], {Y} {inf}
[{S}] and {Y} {inf}
[{S}]'s president {sps} {that}
[{S}]'s top court {head}
[{S}]'s army {head}
{Y} tells [{S}] to {inf}
{Y} urges [{S}] to {inf}
{Y} blames [{S}] for blast
{Y} sues [{S}] over dam
{Y} fines [{S}]
{Y} beats back [{S}] in trade row
{N} hits out at [{S}]
{N} meets with [{S}] over dam
{Y} sells jets to [{S}]
{Y} gives [{S}] an ultimatum
{Y} sends [{S}] a warning""".split("\n")
PLACES += """{N} told reporters in [{C}].
{N} {sp} in [{C}] {that}.
{N} told reporters in [{C}] on {day}.
"We will see," {N} told a news conference in [{C}].
The Taliban took [{C}].
The Taliban took [{C}] on {day}.
The militants seized [{C}].
The rebels took [{C}] and {C}.
Rebel fighters captured [{C}].
{A} troops took [{C}].
{A} troops entered [{C}] on {day}.
Hamas controls part of [{S}].
Floods hit [{S}].
Floods hit northern [{S}], killing {n}.
A storm hit [{S}] on {day}.
An earthquake struck [{S}] on {day}.
Earthquake hits [{S}]
Storm strikes [{S}]
Heavy rain pounded [{S}].
Cholera hits [{S}]
Drought hits [{S}] again
A heat wave struck [{S}] and {Y}.
Gunmen attacked a school in [{S}].
Tourists love visiting [{S}].
He loves living in [{S}].
Bird flu hits [{S}]
Blast in [{C}] kills {n}
{n} killed in [{S}] floods
{n} dead as bus crashes in [{S}]
Plane crashes in [{S}]
[{S}] floods kill {n}
[{S}] quake toll rises to {n}
[{S}] mine collapse kills {n}
[{S}] train crash: {n} dead
Shelling in eastern [{S}] kills {n}
Troops from {Y} died in [{S}].
Thousands march in [{C}]
Protesters in [{S}] burn flags
[{A}] farmers find old coins
[{A}] man finds gold coins
[{A}] woman gives birth on train
[{A}] teenager swims the strait""".split("\n")
for pattern in ACTOR:
    add("actor", pattern, 12)
for pattern in PLACES:
    add("place", pattern, 12)
seen = set()
unique = [r for r in rows if not (r in seen or seen.add(r))]
random.shuffle(unique)
print("# reading\tstart\tend\tsentence; made by scripts/make_readings.py")
for reading, start, end, text in unique:
    print(reading, start, end, text, sep="\t")

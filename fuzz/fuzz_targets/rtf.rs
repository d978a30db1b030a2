#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| demarche_fuzz::read(
    "x.rtf",
    &[b"{\\rtf1 ".as_slice(), data].concat()
));

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| demarche_fuzz::read(
    "x.ris",
    &[b"TY  - NEWS\n".as_slice(), data].concat()
));

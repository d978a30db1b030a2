#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| demarche_fuzz::read(
    "x.mbox",
    &[b"From a\nSubject: b\n".as_slice(), data].concat()
));

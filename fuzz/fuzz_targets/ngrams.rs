#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| demarche_fuzz::read(
    "x.jsonl",
    &[
        b"{\"ngram\":\"a\",\"pre\":\"b\",\"post\":\"c\",\"url\":\"d\"}\n".as_slice(),
        data
    ]
    .concat()
));

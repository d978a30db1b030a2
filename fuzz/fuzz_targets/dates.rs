#![no_main]

use demarche::source::{DateOrder, PathPattern, parse_date};

libfuzzer_sys::fuzz_target!(|data: &str| {
    let day = parse_date(data, None);
    // An order decides what is open; it never changes what is plain.
    if let Some(day) = day
        && !data.contains(['/', '.', '-'])
    {
        assert_eq!(parse_date(data, Some(DateOrder::DayFirst)), Some(day));
    }
    if let Some((pattern, path)) = data.split_once('\n')
        && let Ok(pattern) = pattern.parse::<PathPattern>()
    {
        pattern.read(path, None);
    }
});

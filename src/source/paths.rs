//! Names of files: their endings, and the endings of compression.

/// A name without the endings of compression.
pub(in crate::source) fn without_packing(name: &str) -> &str {
    const PACKINGS: [&str; 6] = [".gz", ".zst", ".bz2", ".xz", ".gzip", ".zstd"];
    let mut name = name;
    while let Some(bare) = PACKINGS.iter().find_map(|p| {
        let at = name.len().checked_sub(p.len())?;
        name.get(at..)
            .filter(|e| e.eq_ignore_ascii_case(p))
            .map(|_| &name[..at])
    }) {
        name = bare;
    }
    name
}

/// The last ending of a path that names a format, in lower case.
pub(in crate::source) fn ending(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    without_packing(name)
        .rsplit_once('.')
        .map(|(_, e)| e.to_lowercase())
        .unwrap_or_default()
}

//! Opening what was named.

use std::path::Path;

use anyhow::Context;

use crate::analysis;

/// A file as a whole, or standard input for nothing and `-`; one that does not end, such as a device, is refused.
pub fn read_whole(path: Option<&Path>) -> anyhow::Result<Vec<u8>> {
    Ok(analysis::read_bounded(open(path)?)?)
}

/// Opens a file for reading, or standard input for nothing and `-`.
pub fn open(path: Option<&Path>) -> anyhow::Result<Box<dyn std::io::BufRead>> {
    match path {
        None => Ok(Box::new(std::io::stdin().lock())),
        Some(path) if path == Path::new("-") => Ok(Box::new(std::io::stdin().lock())),
        Some(path) => {
            let file = std::fs::File::open(path)
                .with_context(|| format!("{}: cannot be opened", path.display()))?;
            Ok(Box::new(std::io::BufReader::with_capacity(1 << 20, file)))
        }
    }
}

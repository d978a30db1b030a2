//! Whether a folder holds the tables that its manifest names, as they were written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::atomic::{hexadecimal, is_aside};
use super::{ExportError, FileNote, KeptRun, MANIFEST};

/// What [`verify_folder`] found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FolderCheck {
    /// Files looked at.
    pub checked: u64,
    /// What is wrong: each file that is missing or other than it was written, or why nothing could be compared.
    pub faults: Vec<String>,
    /// Files of the folder that belong to no manifest, by name.
    pub unlisted: Vec<String>,
}

#[derive(Deserialize)]
struct Listed {
    #[serde(default)]
    version: String,
    files: Option<Vec<FileNote>>,
    #[serde(default)]
    kept: Vec<KeptRun>,
}

/// Compares the files of a folder with its manifest, which names each with its size and digest.
///
/// # Errors
/// The folder cannot be read, or the system does not let a file of it be read. A file that is missing or changed is no error.
pub fn verify_folder(folder: &Path) -> Result<FolderCheck, ExportError> {
    let named = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Read { path, source }
    };
    let mut check = FolderCheck::default();
    let mut there = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(named(folder))? {
        let entry = entry.map_err(named(folder))?;
        if entry.file_type().is_ok_and(|kind| kind.is_file()) {
            there.insert(entry.file_name().to_string_lossy().into_owned());
        }
    }
    if there.iter().any(|name| is_aside(name)) {
        there.retain(|name| !is_aside(name));
        let left = "files that were written aside are left: writing was broken off or is under way";
        check.faults.push(left.to_owned());
    }
    if !there.remove(MANIFEST) {
        let missing = format!(
            "{MANIFEST} is missing: the tables were not written to their end, or are of no run of this program"
        );
        check.faults.push(missing);
        check.unlisted = there.into_iter().collect();
        return Ok(check);
    }
    let path = folder.join(MANIFEST);
    let bytes = std::fs::read(&path).map_err(named(&path))?;
    let listed: Listed = match serde_json::from_slice(&bytes) {
        Ok(listed) => listed,
        Err(error) => {
            check.faults.push(format!("{MANIFEST}: {error}"));
            return Ok(check);
        }
    };
    let Some(files) = listed.files else {
        check.faults.push(format!(
            "{MANIFEST} of demarche {} has no digests of the files; make the tables again",
            listed.version
        ));
        return Ok(check);
    };
    let kept = listed.kept.into_iter().flat_map(|run| run.files);
    for note in files.into_iter().chain(kept) {
        check.checked += 1;
        if !there.remove(&note.name) {
            check
                .faults
                .push(format!("{}: the file is missing", note.name));
            continue;
        }
        let path = folder.join(&note.name);
        let (bytes, sha256) = digest(&path).map_err(named(&path))?;
        if bytes != note.bytes {
            check.faults.push(format!(
                "{}: {bytes} bytes instead of {}",
                note.name, note.bytes
            ));
        } else if sha256 != note.sha256 {
            check
                .faults
                .push(format!("{}: its content was changed", note.name));
        }
    }
    check.unlisted = there.into_iter().collect();
    Ok(check)
}

/// Size and digest of a file.
fn digest(path: &Path) -> io::Result<(u64, String)> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((bytes, hexadecimal(&hash.finalize())));
        }
        hash.update(&buffer[..read]);
        bytes += read as u64;
    }
}

#[cfg(test)]
mod tests {
    use super::super::atomic::Exchange;
    use super::super::{Manifest, export_to_folder};
    use super::*;
    use crate::export::ExportOptions;

    fn written(folder: &Path, content: &str) {
        let mut set = Exchange::begin(folder).expect("writable");
        for name in ["a.csv", "b.csv"] {
            let write = |sink: crate::export::Sink<'_>| Ok(sink.write_all(content.as_bytes())?);
            set.write(name, write).expect("writable");
        }
        let content = |files| {
            Manifest {
                files,
                ..Manifest::default()
            }
            .to_json()
        };
        set.finish(Some((MANIFEST, &content))).expect("writable");
    }

    #[test]
    fn every_change_of_a_folder_is_found() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        written(path, "x");
        let sound = FolderCheck {
            checked: 2,
            ..FolderCheck::default()
        };
        assert_eq!(verify_folder(path).expect("readable"), sound);
        let manifest = std::fs::read_to_string(path.join(MANIFEST)).expect("readable");
        // printf x | sha256sum
        assert!(
            manifest.contains("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881")
        );
        let faults = |change: &dyn Fn()| {
            written(path, "x");
            change();
            let found = verify_folder(path).expect("readable");
            (found.faults.join("; "), found.unlisted)
        };
        let write =
            |name: &str, text: &str| std::fs::write(path.join(name), text).expect("writable");
        let remove = |name: &str| std::fs::remove_file(path.join(name)).expect("removable");
        for (fault, change) in [
            (
                "a.csv: its content was changed",
                &(|| write("a.csv", "y")) as &dyn Fn(),
            ),
            ("b.csv: 2 bytes instead of 1", &|| write("b.csv", "xx")),
            ("a.csv: the file is missing", &|| remove("a.csv")),
            ("manifest.json is missing", &|| remove(MANIFEST)),
            ("manifest.json: EOF", &|| write(MANIFEST, "")),
            ("no digests", &|| {
                write(MANIFEST, "{\"version\": \"0.1.0\"}");
            }),
        ] {
            let (found, _) = faults(change);
            assert!(found.contains(fault), "{fault}: {found}");
        }
        let (found, unlisted) = faults(&|| write("own.txt", "mine"));
        assert_eq!((found.as_str(), unlisted), ("", vec!["own.txt".to_owned()]));
        remove("own.txt");
        let (found, _) = faults(&|| write("a.csv.1.partial", ""));
        assert!(found.contains("written aside"), "{found}");
    }

    #[test]
    fn a_second_run_replaces_the_whole_set() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path();
        written(path, "old");
        written(path, "new");
        assert!(verify_folder(path).expect("readable").faults.is_empty());
        // Of another lens: what the folder held is no part of it.
        let manifest = Manifest {
            lens: [("query".to_owned(), "x".into())].into(),
            ..Manifest::default()
        };
        let options = ExportOptions {
            manifest: Some(&manifest),
            ..ExportOptions::default()
        };
        export_to_folder(path, &[], &[], &options).expect("writable");
        let found = verify_folder(path).expect("readable");
        assert_eq!((found.checked, found.faults.len()), (0, 0));
        assert_eq!(found.unlisted, ["a.csv", "b.csv"]);
    }
}

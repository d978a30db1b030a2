//! Exports that hold fewer documents than they state.

use std::collections::BTreeMap;

use crate::source::block::{Reject, RejectKind};

/// An export, in one file or several, of which documents are missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shortfall {
    /// Its files, as rejects name them, in order.
    pub inputs: Vec<String>,
    /// The archive that it comes from.
    pub archive: String,
    /// Documents that it says it holds.
    pub stated: u64,
    /// Documents found in its files.
    pub found: u64,
}

impl std::fmt::Display for Shortfall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            inputs,
            archive,
            stated,
            found,
        } = self;
        let files = inputs.join(", ");
        write!(
            f,
            "{files} ({archive}): {stated} documents stated, {found} found"
        )
    }
}

/// What rejects say of exports with missing documents. Files of one folder that state the same number are parts of one
/// export: it is complete when together they hold as many documents as stated.
pub fn shortfalls<'r>(rejects: impl IntoIterator<Item = &'r Reject>) -> Vec<Shortfall> {
    let mut exports: BTreeMap<(&str, &str, u64), (Vec<String>, u64)> = BTreeMap::new();
    for reject in rejects {
        let Some((archive, stated, found)) = counts(reject) else {
            continue;
        };
        let folder = reject.input.rsplit_once(['/', '\\']).map_or("", |p| p.0);
        let export = exports.entry((folder, archive, stated)).or_default();
        export.0.push(reject.input.clone());
        export.1 += found;
    }
    let mut short = Vec::new();
    for ((_, archive, stated), (mut inputs, found)) in exports {
        if found == stated {
            continue;
        }
        inputs.sort_unstable();
        short.push(Shortfall {
            inputs,
            archive: archive.to_owned(),
            stated,
            found,
        });
    }
    short.sort_unstable();
    short
}

/// Archive, documents stated and documents found, as a reason has them.
fn counts(reject: &Reject) -> Option<(&str, u64, u64)> {
    let reason = reject.reason.strip_prefix(RejectKind::Shortfall.prefix())?;
    let (archive, rest) = reason.split_once(": the export states ")?;
    let (stated, rest) = rest.split_once(" documents, ")?;
    let (found, _) = rest.split_once(" were found")?;
    Some((archive, stated.parse().ok()?, found.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::archive::export::shortfall;

    fn reject(input: &str, stated: u64, found: u64) -> Reject {
        let (kind, reason) = shortfall("Nexis Uni", Some(stated), found).expect("it falls short");
        Reject {
            input: input.to_owned(),
            line: 0,
            offset: 0,
            reason: format!("{}{reason}", kind.prefix()),
            excerpt: String::new(),
        }
    }

    #[test]
    fn parts_of_an_export_are_counted_together() {
        let parts = [reject("a/1.txt", 262, 200), reject("a/2.txt", 262, 62)];
        assert_eq!(shortfalls(&parts), []);
        let short = shortfalls(&parts[..1]);
        assert_eq!(
            short[0].to_string(),
            "a/1.txt (Nexis Uni): 262 documents stated, 200 found"
        );
        let more = [
            &parts[..],
            &[reject("b/1.txt", 3, 1), reject("b/2.txt", 4, 1)],
        ]
        .concat();
        let short: Vec<(u64, u64)> = shortfalls(&more)
            .iter()
            .map(|s| (s.stated, s.found))
            .collect();
        assert_eq!(short, [(3, 1), (4, 1)]);
        // The same file under another name is no other part.
        let twice = [reject("a.txt", 4, 3), reject("b.txt", 4, 3)];
        assert_eq!(shortfalls(&twice)[0].found, 6);
    }
}

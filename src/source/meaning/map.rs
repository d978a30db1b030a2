//! Which field holds what: the known names, and the user's own before them.

use crate::source::meaning::names::{KNOWN, normalised};
use crate::source::meaning::role::Role;

/// The user's own field names (`--map text=BODY`), which go before the known ones. A dot leads into
/// an object: `--map outlet=thread.site`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap {
    own: Vec<(Role, String)>,
}

impl FieldMap {
    /// Adds `role=FIELD`.
    ///
    /// # Errors
    /// A message that names the roles when there is no `=` or the role is unknown.
    pub fn add(&mut self, assignment: &str) -> Result<(), String> {
        let wrong = || {
            format!(
                "'{assignment}': write ROLE=FIELD with ROLE one of id, title, text, date, url, outlet, language, author"
            )
        };
        let (role, field) = assignment.split_once('=').ok_or_else(wrong)?;
        let role = Role::ALL
            .into_iter()
            .find(|r| r.as_str() == role.trim())
            .ok_or_else(wrong)?;
        if field.trim().is_empty() {
            return Err(wrong());
        }
        self.own.push((role, field.trim().to_owned()));
        Ok(())
    }

    /// Role that the user gave to a field.
    pub(in crate::source) fn own_role(&self, field: &str) -> Option<(Role, usize)> {
        let (role, _) = self.own.iter().find(|(_, own)| own == field)?;
        // The date of a post stays that of a post.
        let rank = (*role == Role::Date)
            .then(|| known_rank(*role, field))
            .flatten();
        Some((*role, rank.unwrap_or(0)))
    }

    /// Whether a name of the user's lies below `key`.
    pub(in crate::source) fn leads_through(&self, prefix: &str, key: &str) -> bool {
        self.own.iter().any(|(_, own)| {
            own.strip_prefix(prefix)
                .and_then(|rest| rest.strip_prefix(key))
                .is_some_and(|rest| rest.starts_with('.'))
        })
    }

    /// Role of a field and its rank within the role (lower wins).
    pub(in crate::source) fn role(&self, field: &str) -> Option<(Role, usize)> {
        if let Some(own) = self.own_role(field) {
            return Some(own);
        }
        let mut plain = [0_u8; 20];
        let plain = normalised(field, &mut plain)?;
        let (role, rank) = KNOWN.iter().find_map(|(role, names)| {
            names
                .iter()
                .position(|n| n.as_bytes() == plain)
                .map(|rank| (*role, rank))
        })?;
        // A role that the user has mapped is read from nowhere else.
        (!self.own.iter().any(|(own, _)| *own == role)).then_some((role, rank))
    }

    /// Whether a table with this header can be read: some column holds text or a headline.
    pub(in crate::source) fn knows(&self, header: &[String]) -> bool {
        header
            .iter()
            .any(|f| matches!(self.role(f), Some((Role::Text | Role::Title, _))))
    }
}

/// The rank of a field among the known names of a role.
fn known_rank(role: Role, field: &str) -> Option<usize> {
    let mut plain = [0_u8; 20];
    let plain = normalised(field, &mut plain)?;
    let (_, names) = KNOWN.iter().find(|(known, _)| *known == role)?;
    names.iter().position(|n| n.as_bytes() == plain)
}

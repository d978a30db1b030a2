//! Fields of the index.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Name of the tokenizer of words: a replay when writing, the tokeniser itself when querying.
pub(super) const WORDS: &str = "demarche_words";
/// Name of the tokenizer of outlet names.
pub(super) const NAMES: &str = "demarche_names";

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Words of the headline and the body, with positions; what queries look in.
    pub(super) title: Field,
    pub(super) text: Field,
    /// Outlet: words for queries, the whole name as a column.
    pub(super) outlet: Field,
    /// Language code.
    pub(super) lang: Field,
    /// Ids of the actors that act in the article; for queries.
    pub(super) actor: Field,
    /// Ids of all actors named, ascending; mentions refer to their places in this list.
    pub(super) actors: Field,
    /// Discovered persons as `id, label, type, country` joined by U+001F.
    pub(super) discovered: Field,
    /// Days since 1970.
    pub(super) date: Field,
    /// Kind, flag of the date, number of the run.
    pub(super) flags: Field,
    /// Hash of the id; hash of all content; a number of its own for each document.
    pub(super) id_hash: Field,
    pub(super) content_hash: Field,
    pub(super) serial: Field,
    /// Hash of the input, in the version that was read.
    pub(super) input: Field,
    /// Sentences and paragraphs of the article.
    pub(super) extent: Field,
    /// Sentences left out as repeated, absent where none is; how much of the article its source gives, where it tells.
    pub(super) repeated: Field,
    pub(super) completeness: Field,
    /// Packed mentions, judgements, tones.
    pub(super) mentions: Field,
    pub(super) judgements: Field,
    pub(super) tones: Field,
    /// Sketch of the text and number of its words; hash of all words; hash of the page's address. Absent where there
    /// are no words, or no address.
    pub(super) signature: Field,
    pub(super) text_hash: Field,
    pub(super) url_hash: Field,
    /// What is shown.
    pub(super) stored_id: Field,
    pub(super) stored_title: Field,
    pub(super) stored_text: Field,
    pub(super) stored_url: Field,
    pub(super) stored_author: Field,
    /// A refused record, as JSON.
    pub(super) reject: Field,
}

/// The schema of a format, [`FORMAT`](super::FORMAT) or [`FORMER`](super::FORMER), and the fields of the present one: each
/// format adds fields at the end, so what both have has the same number.
pub(super) fn of_format(format: u32) -> Schema {
    let (schema, _) = build();
    if format == super::FORMAT {
        return schema;
    }
    let mut builder = Schema::builder();
    for (_, entry) in schema.fields() {
        if !SINCE_THREE.contains(&entry.name()) {
            builder.add_field(entry.clone());
        }
    }
    builder.build()
}

/// Fields that format 2 lacks.
const SINCE_THREE: [&str; 2] = ["repeated", "completeness"];

pub(super) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(WORDS)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let names = TextOptions::default()
        .set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(NAMES)
                .set_fieldnorms(false)
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        )
        .set_fast("raw");
    let only_fast = TextOptions::default().set_fast("raw");
    let fields = Fields {
        title: builder.add_text_field("title", words.clone()),
        text: builder.add_text_field("text", words),
        outlet: builder.add_text_field("outlet", names),
        lang: builder.add_text_field("lang", STRING | FAST),
        actor: builder.add_text_field("actor", STRING),
        actors: builder.add_text_field("actors", only_fast.clone()),
        discovered: builder.add_text_field("discovered", only_fast),
        date: builder.add_i64_field("date", FAST),
        flags: builder.add_u64_field("flags", FAST),
        id_hash: builder.add_u64_field("id_hash", FAST),
        content_hash: builder.add_u64_field("content_hash", FAST),
        serial: builder.add_u64_field("serial", FAST),
        input: builder.add_u64_field("input", FAST),
        extent: builder.add_u64_field("extent", FAST),
        mentions: builder.add_u64_field("mentions", FAST),
        judgements: builder.add_u64_field("judgements", FAST),
        tones: builder.add_u64_field("tones", FAST),
        signature: builder.add_u64_field("signature", FAST),
        text_hash: builder.add_u64_field("text_hash", FAST),
        url_hash: builder.add_u64_field("url_hash", FAST),
        stored_id: builder.add_text_field("stored_id", STORED),
        stored_title: builder.add_text_field("stored_title", STORED),
        stored_text: builder.add_text_field("stored_text", STORED),
        stored_url: builder.add_text_field("stored_url", STORED),
        stored_author: builder.add_text_field("stored_author", STORED),
        reject: builder.add_text_field("reject", STORED),
        repeated: builder.add_u64_field("repeated", FAST),
        completeness: builder.add_u64_field("completeness", FAST),
    };
    (builder.build(), fields)
}

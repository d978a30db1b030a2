//! Rows of the audit pack: the sheet that coders fill in, what was drawn, and what the audit found.

use crate::tables::columns::row;

row! {
    /// A row of a coding sheet: a sentence with its two actors marked.
    pub struct SheetRow {
        item: u64 = Ordinal("Item", "Number of the item; leave it as it is"),
        text: String = Text("Text", "The sentence, with the actor whose attitude is asked for and the one towards whom marked"),
        source: String = Text("SourceName", "Whose attitude is asked for"),
        target: String = Text("TargetName", "Towards whom"),
        label: String = Word("Label", "To fill in: negative, neutral or positive (or -1, 0, 1); empty where it cannot be told"),
        note: String = Text("Note", "For remarks"),
    }
}

row! {
    /// A row of the instructions that come with a coding sheet.
    pub struct LabelRow<'a> {
        label: &'a str = Word("Label", "What to write"),
        meaning: &'a str = Text("Meaning", "When to write it"),
        example: &'a str = Text("Example", "A sentence"),
    }
}

row! {
    /// A row of `draw.csv`: an item that was drawn.
    pub struct DrawRow {
        item: u64 = Ordinal("Item", "Number of the item in the coding sheets"),
        article: String = Text("Article", "Id of the article"),
        sentence: u64 = Ordinal("Sentence", "Number of the sentence in the article, from 0"),
        source: String = Actor("Source", "Identifier of the actor whose attitude it is"),
        target: String = Actor("Target", "Identifier of the actor towards whom"),
        stratum: String = Text("Stratum", "The stratum that it was drawn from"),
        population: u64 = Count("Population", "Judged sentences of the stratum"),
        drawn: u64 = Count("Drawn", "Of these, how many were drawn"),
        weight: f64 = Amount("Weight", "How many judged sentences the item stands for: Population / Drawn"),
    }
}

row! {
    /// A row of `audit.csv`: a measure of how right the machine is.
    pub struct AuditRow<'a> {
        measure: &'a str = Word("Measure", "What is measured"),
        class: String = Word("Class", "The label it is of; for confusion, the machine's label and the coders', with > between; empty for measures of all"),
        value: Option<f64> = Mixed("Value", "The value, weighted by what each item stands for; empty where it is not defined"),
        low: Option<f64> = Mixed("Low", "Lower end of its 95 % interval"),
        high: Option<f64> = Mixed("High", "Upper end of its 95 % interval"),
        items: u64 = Count("Items", "Coded items that it rests on"),
        note: &'a str = Text("Note", "How the value and its interval are made"),
    }
}

row! {
    /// A row of `stance_corrected.csv`: a row of `stance.csv` with its score corrected by what people coded.
    pub struct StanceCorrectedRow<'a> {
        source: &'a str = Actor("Source", "Identifier of the actor who holds the attitude"),
        target: &'a str = Actor("Target", "Identifier of the actor towards whom it is held"),
        period: &'a str = Period("Period", "Empty: the audit is of all periods together"),
        articles: u64 = Count("Articles", "Articles with a judged sentence"),
        sentences: u64 = Count("Sentences", "Judged sentences"),
        coded: u64 = Count("Coded", "Of these, how many were coded"),
        score: Option<f64> = Score("Score", "The machine's score, as in stance.csv"),
        corrected: Option<f64> = Score("ScoreCorrected", "The score corrected by the coded sentences: an estimate of what coders would find who read all of them; empty where too few were coded"),
        low: Option<f64> = Score("CorrectedLow", "Lower end of its 95 % interval"),
        high: Option<f64> = Score("CorrectedHigh", "Upper end of its 95 % interval"),
        basis: &'a str = Word("Basis", "own: by coded sentences of this row alone, right whatever the machine's bias; pooled: by those of all rows, right on average over rows"),
        source_label: &'a str = Text("SourceLabel", "Name of Source"),
        target_label: &'a str = Text("TargetLabel", "Name of Target"),
    }
}

//! Rows of searches as workbooks: hits, concordances, facets. Columns are those of the command line.

use crate::tables::columns::row;

row! {
    /// A hit.
    pub struct HitRow {
        rank: u64 = Ordinal("rank", "Place in the order asked for"),
        score: Option<f64> = Amount("score", "BM25; empty where hits are not ranked by it"),
        article: String = Text("id", "Id of the article"),
        date: String = Day("date", "Day of publication"),
        outlet: String = Text("outlet", "The outlet"),
        title: String = Text("title", "Headline of the article"),
        url: String = Text("url", "Address of the article"),
        snippet: String = Text("snippet", "The sentence with most of the words, which are marked"),
    }
}

row! {
    /// A line of a concordance.
    pub struct KwicRow<'a> {
        docname: &'a str = Text("docname", "Id of the article"),
        from: u64 = Ordinal("from", "First token of the keyword in the body, from 1, punctuation counted"),
        to: u64 = Ordinal("to", "Last token of the keyword"),
        pre: &'a str = Text("pre", "Words before, within the sentence"),
        keyword: &'a str = Text("keyword", "The words found"),
        post: &'a str = Text("post", "Words after, within the sentence"),
        date: String = Day("date", "Day of publication"),
        outlet: &'a str = Text("outlet", "The outlet"),
    }
}

row! {
    /// How many hits have a value.
    pub struct FacetRow<'a> {
        facet: &'a str = Word("facet", "outlet, month, actor, language or period"),
        value: &'a str = Text("value", "The value; empty for articles that have none"),
        articles: u64 = Count("articles", "Articles of the search that have it"),
    }
}

row! {
    /// A row of `keyness.csv`: a word and how typical it is of the target.
    pub struct KeynessRow {
        word: String = Text("Word", "The word in lower case"),
        target: u64 = Count("Target", "How often it occurs in the target"),
        reference: u64 = Count("Reference", "How often it occurs in the reference"),
        target_articles: u64 = Count("TargetArticles", "Articles of the target with it"),
        reference_articles: u64 = Count("ReferenceArticles", "Articles of the reference with it"),
        g2: Option<f64> = Amount("G2", "Log-likelihood ratio (Dunning 1993) of the two counts against all other words; negative where the word is rarer in the target"),
        p: Option<f64> = Probability("P", "Of G2 by chi-square with one degree of freedom; words of one article depend on each other, so it is a rank rather than a test"),
        chi2: Option<f64> = Amount("Chi2", "Pearson's chi-square without correction, with the same sign"),
        log_ratio: Option<f64> = Bits("LogRatio", "Binary logarithm of the ratio of relative frequencies (Hardie 2014); 1/2 is taken for a count of 0"),
    }
}

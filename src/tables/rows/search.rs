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

row! {
    /// A row of `collocates.csv`: a word that stands near words of a query.
    pub struct CollocateRow {
        word: String = Text("Word", "The word in lower case"),
        before: u64 = Count("Before", "How often it stands in a window before words of the query; where windows overlap, it counts for the nearer one"),
        after: u64 = Count("After", "How often it stands in a window after words of the query"),
        together: u64 = Count("Together", "Before + After"),
        articles: u64 = Count("Articles", "Articles with it in a window"),
        all: u64 = Count("All", "How often it occurs in all articles of the lens, words of the query not counted"),
        expected: Option<f64> = Amount("Expected", "Together if the word were spread evenly over windows and the rest"),
        g2: Option<f64> = Amount("G2", "Log-likelihood ratio (Dunning 1993) of windows against the rest of the articles; negative where the word is rarer in windows"),
        p: Option<f64> = Probability("P", "Of G2 by chi-square with one degree of freedom; words of one article depend on each other, so it is a rank rather than a test"),
        log_ratio: Option<f64> = Bits("LogRatio", "Binary logarithm of the ratio of relative frequencies in windows and in the rest (Hardie 2014); 1/2 is taken for a count of 0"),
    }
}

row! {
    /// A row of `dispersion.csv`: how evenly the words of a query are spread over parts.
    pub struct DispersionRow<'a> {
        part: &'a str = Word("Part", "What a part is: article, outlet, or a period"),
        parts: u64 = Count("Parts", "Parts with words; articles without an outlet or date belong to none"),
        range: u64 = Count("Range", "Parts with words of the query"),
        words: u64 = Count("Words", "Words of all parts"),
        found: u64 = Count("Found", "Words or phrases of the query in all parts"),
        juilland_d: Option<f64> = Share("JuillandD", "Juilland's D (Juilland, Brodin & Davidovitch 1970; for parts of unequal size as in Gries 2008): 1 is even, 0 all in one part; empty for fewer than two parts and where nothing is found"),
        dp: Option<f64> = Share("DP", "Deviation of proportions (Gries 2008): 0 is even, near 1 all in one small part; empty where nothing is found"),
        dp_norm: Option<f64> = Share("DPnorm", "DP divided by its largest possible value (Lijffijt & Gries 2012); empty for fewer than two parts and where nothing is found"),
    }
}

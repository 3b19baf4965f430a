import PathwayModel
package import StepwellClinic

/// The picture that stands on a paper.
package enum PaperPicture: Sendable {
    case svg(String)
    /// Lines, where nothing draws.
    case outline(String)
}

/// A pathway as the paper that a medical director signs: one page of HTML.
package struct Paper: Sendable {
    /// The whole file.
    package let html: String

    package init(_ view: PaperView, _ picture: PaperPicture) {
        let words = PathwayWords(view)
        let head = HeadSections(view: view, picture: picture)
        let sections =
            head.sections + StateSections(words).sections + ReferenceSections(words: words).sections
            + ContentSections(view: view).sections + ProofSections(view: view, words: words).sections
            + [SignatureSection(view: view).section]
        let pathway = view.pathway
        html =
            Page(
                title: "\(pathway.title), version \(pathway.version)", header: head.header, sections: sections,
                footer: HTML(
                    .p,
                    "Written by \(.code("stepwell paper")) from \(.code("\(pathway.identifier).yaml")), version \(pathway.version)."
                )
            ).text
    }
}

import PathwayModel
package import StepwellClinic

/// How the whole pathway is shown on a paper.
package enum PaperPicture: Sendable {
    /// One for all, or an overview and its parts.
    case drawn([Drawn])
    /// Lines, where nothing draws.
    case outline(String)

    package struct Drawn: Sendable {
        /// Nil of the whole.
        package var part: String?
        package var svg: String

        package init(part: String?, svg: String) {
            self.part = part
            self.svg = svg
        }
    }
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

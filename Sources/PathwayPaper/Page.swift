import Crypto
import Foundation

/// A whole page: one file that asks nobody for anything and runs nothing.
struct Page {
    var title: String
    var header: HTML
    var sections: [PaperSection]
    var footer: HTML

    var text: String {
        let contents = HTML(
            .nav, [.label("Contents"), .style("contents")],
            HTML(.ol, sections.map { HTML(.li, .link($0.id, $0.title)) }))
        return Self.document(
            title,
            [
                HTML(.a, [.link("#main"), .style("skip")], "To the text"),
                HTML(.header, header), contents,
                HTML(.main, [.id("main")], sections.map(\.html)), HTML(.footer, footer),
            ])
    }

    /// A file around what it shows.
    ///
    /// - Parameter maker: what wrote it, where a program asks.
    static func document(_ title: String, maker: String? = nil, _ inside: [HTML]) -> String {
        let made = maker.map {
            HTML(.meta, [Attribute(name: "name", value: "generator"), Attribute(name: "content", value: $0)])
        }
        let head = HTML(
            .head,
            HTML(.meta, [Attribute(name: "charset", value: "utf-8")]), made ?? .nothing,
            HTML(
                .meta,
                [
                    Attribute(name: "http-equiv", value: "Content-Security-Policy"),
                    Attribute(name: "content", value: Self.policy),
                ]),
            HTML(
                .meta,
                [
                    Attribute(name: "name", value: "viewport"),
                    Attribute(name: "content", value: "width=device-width, initial-scale=1"),
                ]),
            HTML(.title, .words(title)), .stylesheet)
        return "<!DOCTYPE html>\n\(HTML(.html, [.language("en")], head, HTML(.body, inside)).markup)"
    }

    /// The page loads nothing, runs nothing and sends nothing; of styles it has its own sheet.
    private static var policy: String {
        let digest = Data(SHA256.hash(data: Data(Stylesheet.text.utf8))).base64EncodedString()
        return "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; form-action 'none'"
    }
}

/// A part of the page with a heading of its own.
struct PaperSection {
    var id: String
    var title: HTML
    var inside: [HTML]

    init(_ id: String, _ title: HTML, _ inside: [HTML]) {
        self.id = id
        self.title = title
        self.inside = inside
    }

    var html: HTML {
        HTML(
            .section, [.labelled(by: id)],
            [HTML(.h2, [.id(id)], title)] + inside)
    }
}

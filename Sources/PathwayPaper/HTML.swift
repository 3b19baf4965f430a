import PathwayModel

/// A piece of a page.
///
/// Text comes into it by one door, which lets none of it act: it is no markup, ends no quotes, and turns nothing around that
/// stands outside of it. What is filled into a literal is somebody's text, in whatever direction that is written.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    /// As it is written.
    private(set) var markup: String

    static let nothing = HTML(markup: "")

    private init(markup: String) { self.markup = markup }

    /// A text of ours.
    init(stringLiteral text: String) { markup = Self.escaped(text) }
    init(stringInterpolation parts: StringInterpolation) { markup = parts.markup }

    /// An element around others.
    init(_ tag: Tag, _ attributes: [Attribute], _ inside: [HTML]) {
        let written = attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        let start = "<\(tag.rawValue)\(written)>"
        let end = tag.isVoid ? "" : "</\(tag.rawValue)>"
        // Lines of a page that somebody may have to compare.
        let separator = tag.isBlock ? "\n" : ""
        markup = start + separator + inside.map(\.markup).joined() + end + separator
    }

    init(_ tag: Tag, _ attributes: [Attribute], _ inside: HTML...) { self.init(tag, attributes, inside) }
    init(_ tag: Tag, _ inside: [HTML]) { self.init(tag, [], inside) }
    init(_ tag: Tag, _ inside: HTML...) { self.init(tag, [], inside) }

    /// The page's own style sheet, in which nothing is anybody else's.
    static let stylesheet = HTML(markup: "<style>\(Stylesheet.text)</style>\n")

    /// A picture that this program drew, without what stands before it. Links in it lead nowhere, and its styles are those of
    /// a page of its own: both go.
    ///
    /// - Parameter name: what its ids begin with, as every picture begins with the same.
    init(drawn svg: String, called name: String) {
        var text = svg.firstRange(of: "<svg").map { String(svg[$0.lowerBound...]) } ?? ""
        text.removeAll(from: "<style>", through: "</style>")
        text.removeAll(from: "<a ", through: ">")
        markup = ["id", "aria-labelledby", "aria-describedby"].reduce(text.replacing("</a>", with: "")) {
            text, attribute in
            text.replacing(" \(attribute)=\"", with: " \(attribute)=\"\(Self.escaped(name))-")
        }
    }

    /// Text as it may stand between tags and in quotes.
    static func escaped(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t": plain.append(scalar)
            // No page may hold them.
            case _ where scalar.properties.generalCategory == .control: plain.append("\u{FFFD}")
            default: plain.append(scalar)
            }
        }
        return MessageTemplate.escaped(String(plain))
    }

    var isEmpty: Bool { markup.isEmpty }

    static func + (left: HTML, right: HTML) -> HTML { HTML(markup: left.markup + right.markup) }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(2 * literalCapacity) }

        mutating func appendLiteral(_ literal: String) { markup += HTML.escaped(literal) }
        mutating func appendInterpolation(_ part: HTML) { markup += part.markup }
        mutating func appendInterpolation(_ text: String) { markup += HTML.given(text).markup }
        mutating func appendInterpolation(_ number: Int) { markup += "\(number)" }
    }
}

extension HTML {
    /// Somebody's text, set apart from what stands around it.
    static func given(_ text: String) -> HTML { HTML(markup: "<bdi>\(escaped(text))</bdi>") }

    /// A text of ours that was put together elsewhere.
    static func words(_ text: String) -> HTML { HTML(markup: escaped(text)) }

    /// Something that a computer reads.
    static func code(_ text: String) -> HTML { HTML(.code, [.direction("ltr")], .words(text)) }

    static func strong(_ inside: HTML) -> HTML { HTML(.strong, inside) }

    /// A link to another part of the page.
    static func link(_ target: String, _ inside: HTML) -> HTML { HTML(.a, [.link("#\(target)")], inside) }
}

extension String {
    fileprivate mutating func removeAll(from start: String, through end: String) {
        while let first = firstRange(of: start), let last = self[first.upperBound...].firstRange(of: end) {
            removeSubrange(first.lowerBound..<last.upperBound)
        }
    }
}

extension Sequence<HTML> {
    func joined(_ separator: HTML = .nothing) -> HTML {
        var all = HTML.nothing
        for (place, one) in enumerated() { all = place == 0 ? one : all + separator + one }
        return all
    }
}

extension HTML {
    /// The first row of a table: what its columns are.
    static func columns(_ names: [HTML]) -> HTML {
        HTML(.thead, HTML(.tr, names.map { HTML(.th, [.scope("col")], $0) }))
    }
}

/// The elements that a page is made of.
enum Tag: String, Sendable {
    case a, article, blockquote, body, caption, code, dd, div, dl, dt, footer, h1, h2, h3, h4, head, header, html, li,
        main, meta, nav, ol, p, pre, section, small, span, strong, style, table, tbody, td, th, thead, title, tr, ul

    /// Whether nothing stands in it.
    fileprivate var isVoid: Bool { self == .meta }

    fileprivate var isBlock: Bool {
        switch self {
        case .article, .blockquote, .body, .dl, .footer, .head, .header, .html, .main, .nav, .ol, .section, .table,
            .tbody, .thead, .tr, .ul:
            true
        case .a, .caption, .code, .dd, .div, .dt, .h1, .h2, .h3, .h4, .li, .meta, .p, .pre, .small, .span, .strong,
            .style, .td, .th, .title:
            false
        }
    }
}

/// What is said of an element.
struct Attribute: Sendable {
    var name: String
    var value: String

    static func id(_ id: String) -> Attribute { Attribute(name: "id", value: id) }
    static func link(_ target: String) -> Attribute { Attribute(name: "href", value: target) }
    static func style(_ name: String) -> Attribute { Attribute(name: "class", value: name) }
    static func language(_ language: String) -> Attribute { Attribute(name: "lang", value: language) }
    static func direction(_ direction: String) -> Attribute { Attribute(name: "dir", value: direction) }
    static func label(_ label: String) -> Attribute { Attribute(name: "aria-label", value: label) }
    static func scope(_ scope: String) -> Attribute { Attribute(name: "scope", value: scope) }
    static let focusable = Attribute(name: "tabindex", value: "0")
    static func role(_ role: String) -> Attribute { Attribute(name: "role", value: role) }
    static func labelled(by id: String) -> Attribute { Attribute(name: "aria-labelledby", value: id) }
}

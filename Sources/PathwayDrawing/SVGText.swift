import PathwayModel

extension Picture {
    /// Graphviz's SVG with what is read aloud, a title and the outline in place of the shapes. On paper it takes one page, and
    /// on a small screen less room than it would like, as long as it can be read.
    package func described(_ svg: String) -> String {
        var rest = Substring(svg)
        var plain = ""
        // Comments name the program's version, and states.
        while let start = rest.firstRange(of: "<!--"), let end = rest[start.upperBound...].firstRange(of: "-->") {
            plain += rest[..<start.lowerBound]
            rest = rest[end.upperBound...]
        }
        plain += rest
        guard let root = plain.firstRange(of: "<svg "), let close = plain[root.upperBound...].firstRange(of: ">") else {
            return plain
        }
        let title = MessageTemplate.escaped("\(title), version \(version)")
        plain.insert(
            contentsOf:
                "\n<title id=\"title\">\(title)</title>\n<desc id=\"outline\">\(MessageTemplate.escaped(outline))</desc>"
                + "\n<style>\(Self.style(plain[root.upperBound..<close.lowerBound]))</style>",
            at: close.upperBound)
        plain.insert(
            contentsOf: "role=\"img\" aria-labelledby=\"title\" aria-describedby=\"outline\" ", at: root.upperBound)
        return plain
    }

    private static func style(_ attributes: Substring) -> String {
        let sides = attributes.matches(of: /(?:width|height)="([0-9]+)pt"/).compactMap { Int($0.output.1) }
        guard sides.count == 2 else { return "" }
        let least = sides[0] * 3 / 5
        return "@media screen { svg { max-width: 100%; min-width: \(least)pt; height: auto } }"
            + " @media print { svg { max-width: 100%; max-height: 100vh } }"
            + (sides[0] > sides[1] ? " @page { size: landscape }" : "")
    }
}

import PathwayModel

extension Picture {
    /// Graphviz's SVG with what is read aloud, a title and the outline in place of the shapes; on paper it takes one page.
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
                + "\n<style>\(Self.onPaper(plain[root.upperBound..<close.lowerBound]))</style>",
            at: close.upperBound)
        plain.insert(
            contentsOf: "role=\"img\" aria-labelledby=\"title\" aria-describedby=\"outline\" ", at: root.upperBound)
        return plain
    }

    /// On one page, across where it is wider than high.
    private static func onPaper(_ attributes: Substring) -> String {
        let sides = attributes.matches(of: /(?:width|height)="([0-9]+)pt"/).compactMap { Int($0.output.1) }
        let across = sides.count == 2 && sides[0] > sides[1]
        return "@media print { svg { max-width: 100%; max-height: 100vh } }"
            + (across ? " @page { size: landscape }" : "")
    }
}

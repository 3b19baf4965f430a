import PathwayModel

extension Picture {
    /// Graphviz's SVG with what is read aloud: a title, a description, and the outline in place of the shapes.
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
                "\n<title id=\"title\">\(title)</title>\n<desc id=\"outline\">\(MessageTemplate.escaped(outline))</desc>",
            at: close.upperBound)
        plain.insert(
            contentsOf: "role=\"img\" aria-labelledby=\"title\" aria-describedby=\"outline\" ", at: root.upperBound)
        return plain
    }
}

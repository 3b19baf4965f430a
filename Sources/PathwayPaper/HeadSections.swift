import PathwayModel
import StepwellClinic

/// What the pathway is: its version, whom it is for, and how it looks.
struct HeadSections {
    let view: PaperView
    let picture: PaperPicture
    private var pathway: Pathway { view.pathway }

    var header: HTML {
        let digest = HTML.code(pathway.digest)
        return HTML(.h1, "\(pathway.title)")
            + (pathway.description.map { HTML(.p, "\($0)") } ?? .nothing)
            + HTML(
                .dl,
                pair("Version", "\(pathway.version)"), pair("Digest", digest),
                pair("Languages", languages), pair("Signed", signed))
    }

    private var languages: HTML {
        view.languages.isEmpty
            ? "messages in one language, which the pathway does not name" : "\(view.languages.joined(separator: ", "))"
    }

    private var signed: HTML {
        let people = view.signatures.present.map {
            "\($0.name)\($0.role.map { ", \($0)" as HTML } ?? .nothing), \($0.date.description)" as HTML
        }
        guard people.isEmpty else { return people.joined("; ") }
        return view.signatures.isEmpty
            ? "by nobody"
            : "this version by nobody; an earlier one was signed (see \(HTML.link("signatures", "Signatures")))"
    }

    private func pair(_ term: HTML, _ inside: HTML) -> HTML { HTML(.dt, term) + HTML(.dd, inside) }

    var sections: [PaperSection] { [reading, use, frame, drawn] }

    private var reading: PaperSection {
        PaperSection(
            "reading", "How to read this",
            ProofView.meaning.map { HTML(.p, .words($0)) } + [
                HTML(
                    .p,
                    "All of it is written by a computer from the pathway as it runs: nobody retold it. What stands behind a # is what the author wrote beside a value, most often where it comes from. The digest above is that of the pathway and all it includes: another text has another digest, and a signature counts for one digest alone."
                )
            ])
    }

    private var use: PaperSection {
        let use = pathway.intendedUse
        let unsaid: HTML = "not said"
        return PaperSection(
            "use", "What it is for, and what it is not",
            [
                HTML(
                    .dl,
                    pair("Who works with it", use?.users.map { "\($0)" } ?? unsaid),
                    pair("For which patients", use?.population.map { "\($0)" } ?? unsaid),
                    pair("Where it must not be relied on", use?.limits.map { "\($0)" } ?? unsaid)),
                HTML(
                    .p,
                    "It is no diagnosis, no order and no judgment: it proposes, asks and reminds, and people decide what is marked as theirs to decide. It knows only what is recorded."
                ),
            ])
    }

    private var frame: PaperSection {
        let calendar = pathway.calendar
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        let days = calendar.workdays.sorted().compactMap { names.indices.contains($0 - 1) ? names[$0 - 1] : nil }
        let holidays = calendar.holidays.sorted().map(\.description)
        return PaperSection(
            "frame", "Roles, days and privacy",
            [
                HTML(
                    .dl,
                    pair(
                        "Roles",
                        pathway.roles.isEmpty ? "none: anybody acts" : "\(pathway.roles.joined(separator: ", "))"),
                    pair("Sees to what nobody else owns", "\(pathway.states[Pathway.root].owner ?? "nobody")"),
                    pair("Time zone", "\(calendar.zone.name)"),
                    pair(
                        "Business days",
                        "\(days.joined(separator: ", "))"
                            + (holidays.isEmpty ? .nothing : ", but for \(holidays.joined(separator: ", "))")),
                    pair("That somebody is on it is", "\(pathway.sensitivity.rawValue)"),
                    pair(
                        "Cases at a time",
                        pathway.hasOneOpenCase ? "one open case a patient" : "a patient may have several"))
            ])
    }

    private var drawn: PaperSection {
        let inside: [HTML] =
            switch picture {
            case .drawn(let pictures): pictures.enumerated().flatMap { figure($1, number: $0 + 1) }
            case .outline(let text): [frame(HTML(.pre, .words(text)), called: "Outline of the pathway")]
            }
        let told: HTML =
            switch picture {
            case .drawn:
                "Boxes are states, one inside another; thick arrows are decisions of people, dashed ones come by themselves or with time. The same is told in words below. On a small screen a picture can be moved."
            case .outline: "An outline, as no picture could be drawn where this was written."
            }
        return PaperSection("picture", "The whole as a picture", [HTML(.p, told)] + inside)
    }

    private func figure(_ drawn: PaperPicture.Drawn, number: Int) -> [HTML] {
        let name = drawn.part.map { "Picture: \($0)" } ?? "Picture of the pathway"
        let heading = drawn.part.map { [HTML(.h3, "\($0)")] } ?? []
        // What is not much wider than a page is shown at its width.
        let isLarge = (drawn.width ?? .max) > 1_300
        return [
            HTML(
                .div, [.style("figure")],
                heading + [frame(HTML(drawn: drawn.svg, called: "p\(number)"), called: name, isLarge: isLarge)])
        ]
    }

    private func frame(_ inside: HTML, called name: String, isLarge: Bool = true) -> HTML {
        HTML(
            .div, [.style(isLarge ? "picture" : "picture fits"), .focusable, .role("region"), .label(name)], inside)
    }
}

extension PaperPicture.Drawn {
    /// In points.
    fileprivate var width: Int? { svg.firstMatch(of: /width="([0-9]+)pt"/).flatMap { Int($0.output.1) } }
}

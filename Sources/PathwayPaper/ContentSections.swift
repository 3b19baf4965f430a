import PathwayEngine
import PathwayModel
import StepwellClinic
import StepwellKit
import StepwellRuntime

/// Instruments as they are scored, and messages as they will be read.
struct ContentSections {
    let view: PaperView
    private var pathway: Pathway { view.pathway }

    var sections: [PaperSection] { [instruments, messages] }

    // MARK: Instruments

    private var instruments: PaperSection {
        let all = pathway.instruments.enumerated().map { place, instrument in article(instrument, place) }
        return PaperSection("instruments", "Instruments", all.isEmpty ? [HTML(.p, "None is used.")] : all)
    }

    private func article(_ instrument: Instrument, _ place: Int) -> HTML {
        let id = "instrument-\(place)"
        var parts = [HTML(.h3, [.id(id)], "\(instrument.title) \(.code(instrument.name))")]
        if let description = instrument.description { parts.append(HTML(.p, "\(description)")) }
        var facts: [HTML] = []
        if let loinc = instrument.loinc { facts.append("LOINC \(loinc)") }
        facts.append(
            instrument.freshFor.map { "a result is good for \($0.text)" } ?? "a result never grows old by itself")
        if let baseline = instrument.baseline {
            facts.append(
                "compared with the result when \(pathway.states[baseline.state].title ?? pathway.states[baseline.state].path) was entered"
            )
        }
        facts.append("its answers are \(instrument.sensitivity.rawValue)")
        if let proration = instrument.proration {
            facts.append("up to \(proration.allowed) missing answers are made up for by the mean")
        }
        parts.append(HTML(.p, "In this pathway: \(facts.joined("; "))."))
        if let license = instrument.license { parts.append(HTML(.p, "License: \(license)")) }
        if let source = instrument.source { parts.append(HTML(.p, "Source: \(source)")) }
        parts += items(instrument) + instrument.scores.flatMap { score($0) } + checks(instrument)
        return HTML(.article, [.labelled(by: id)], parts)
    }

    private func items(_ instrument: Instrument) -> [HTML] {
        guard !instrument.items.isEmpty else { return [] }
        guard instrument.items.contains(where: { $0.text != nil }) else {
            return [HTML(.p, "Its \(instrument.items.count) items have no wording here: the clinic brings the form.")]
        }
        let items = instrument.items.map { item in
            HTML(
                .li, "\(.code(item.name)) \(item.text ?? "(the clinic brings the wording)")" + answers(item, instrument)
            )
        }
        let shared = instrument.items.first?.answers ?? []
        let told = shared.isEmpty ? [] : [HTML(.p, "Answers: \(numbered(shared))")]
        return [HTML(.h4, "Items"), HTML(.ul, items)] + told
    }

    private func answers(_ item: Instrument.Item, _ instrument: Instrument) -> HTML {
        guard !item.answers.isEmpty, item.answers != instrument.items.first?.answers else { return .nothing }
        return " (\(numbered(item.answers)))"
    }

    private func numbered(_ answers: [String]) -> HTML {
        answers.enumerated().map { "\($0) \($1)" as HTML }.joined(", ")
    }

    private func score(_ score: Instrument.Score) -> [HTML] {
        let sum: HTML = score.program.map { ", \(.code($0.source.onOneLine))" } ?? .nothing
        let title: HTML = "Score \(.code(score.name)): \(score.type.expectation)\(sum)"
        guard !score.bands.isEmpty else { return [HTML(.p, title)] }
        let rows = score.bands.map { band in
            HTML(.tr, HTML(.th, [.scope("row")], "\(band.name)"), HTML(.td, "\(band.shown)"))
        }
        return [
            HTML(
                .table, HTML(.caption, title),
                .columns(["Band", "Score"]), HTML(.tbody, rows))
        ]
    }

    private func checks(_ instrument: Instrument) -> [HTML] {
        guard !instrument.checks.isEmpty else { return [] }
        return [
            HTML(.p, "A form is refused where this is so:"),
            HTML(.ul, instrument.checks.map { HTML(.li, "\($0.message ?? $0.id)") }),
        ]
    }

    // MARK: Messages

    private var messages: PaperSection {
        let note = HTML(.p, "Filled in with an example: a patient called Ana.")
        let all = pathway.messages.indices.map { place in article(MessageIndex(place)) }
        return PaperSection(
            "messages", "Messages, as they will be read", all.isEmpty ? [HTML(.p, "None is sent.")] : [note] + all)
    }

    private func article(_ index: MessageIndex) -> HTML {
        let message = pathway.messages[index]
        let id = PathwayWords.id(of: index)
        let recipients = pathway.recipients(of: index)
        var facts: [HTML] = ["To \(recipients.isEmpty ? "nobody yet" : recipients.joined(separator: ", "))"]
        if let condition = message.condition {
            facts.append("only while \(.code(condition.source.onOneLine))")
        }
        if message.isSafety { facts.append("about safety: nothing keeps it back") }
        let holds = message.holds.map { "\($0.name) is \($0.sensitivity.rawValue)" }
        facts.append(holds.isEmpty ? "tells nothing that is secret" : "tells: \(holds.joined(separator: ", "))")
        let texts = view.messages.filter { $0.message.name == message.name }.map { text($0) }
        let parts =
            [HTML(.h3, [.id(id)], "\(.code(message.name))"), HTML(.p, "\(facts.joined("; ")).")]
            + (texts.isEmpty ? [HTML(.p, "It is not written in this language.")] : texts)
        return HTML(.article, [.labelled(by: id)], parts)
    }

    private func text(_ text: MessagePreview.Text) -> HTML {
        let language = text.language.map { [Attribute.language($0)] } ?? []
        let named: [HTML] = text.language.map { [HTML(.p, [.style("more")], "In \($0)")] } ?? []
        var inside = [
            HTML(.p, language + [.direction("auto")], .strong("\(text.rendered.subject)")),
            HTML(.p, language + [.direction("auto"), .style("body")], .words(text.rendered.body)),
        ]
        if let invitation = text.rendered.invitation {
            let place: HTML = invitation.location.map { ", \($0)" } ?? .nothing
            inside.append(HTML(.p, [.style("more")], "With an appointment of \(invitation.minutes) minutes\(place)"))
        }
        return HTML(.div, [.style("message")], named + inside)
    }
}

extension Pathway {
    /// To whom a message goes, wherever it is sent from.
    fileprivate func recipients(of message: MessageIndex) -> [String] {
        let actions =
            states.flatMap { $0.entry + $0.exit } + transitions.flatMap(\.actions) + reactions.flatMap(\.actions)
        return actions.compactMap { action in
            if case .notify(let recipient, message, via: _) = action { recipient } else { nil }
        }.uniqued
    }
}

import CEL
import PathwayEngine
import PathwayModel

/// What may be done so that a figure comes to what is wished.
struct Trials {
    struct Trial {
        /// How often it is tried before it is given up.
        var most: Int
        var perform: (inout Story, Machine) -> Void
    }

    private let pathway: Pathway
    private let wish: Wishes.Wish

    private let wishes: Wishes

    init(_ pathway: Pathway, _ wish: Wishes.Wish, among wishes: Wishes) {
        self.pathway = pathway
        self.wish = wish
        self.wishes = wishes
    }

    /// In the order in which they are tried: the nearest first.
    var all: [Trial] {
        let readings = pathway.readings(of: wish.figure.program)
        let ordered = readings.sorted { "\($0)" < "\($1)" }
        return ordered.flatMap { trials(of: $0) } + [waiting] + finishing
    }

    private var waiting: Trial { Trial(most: 60) { story, machine in story.wait(days: 1, machine) } }

    private var finishing: [Trial] {
        [
            Trial(most: 1) { story, machine in
                for task in machine.pathway.tasks.indices
                where story.state?.tasks[task].status == .open {
                    story.give(
                        .complete(task: machine.pathway.tasks[task].name), by: machine.pathway.tasks[task].completer,
                        machine
                    )
                }
            }
        ]
    }

    private func trials(of reading: Reading) -> [Trial] {
        switch reading {
        case .field(let field):
            let type = pathway.fields[field].type
            let wished = [wish.sample].compactMap { $0 }.filter { type.admits($0) }
            let isOwn = wish.figure.source == .field(field) && wish.figure.role == .value
            let values = isOwn && !wished.isEmpty ? wished : type.examples
            let name = pathway.fields[field].name
            return values.map { value in
                Trial(most: 1) { story, machine in
                    story.give(.record([.field(name, text: value.shown)]), machine)
                }
            } + datedTrials(of: field)
        case .instrument(let place):
            let instrument = pathway.instruments[place]
            let wished = wishes.values(of: place)
            return AnswerSearch(instrument).answers(giving: wished, wished).map { answers in
                Trial(most: 3) { story, machine in
                    story.give(.record([.instrument(instrument.name, answers: answers)]), machine)
                }
            }
        case .event(let event):
            let declared = pathway.events[event]
            guard declared.kind == .declared else { return [] }
            return declared.examples.map { payload in
                Trial(most: 8) { story, machine in
                    if story.steps.last?.input != nil { story.wait(days: 1, machine) }
                    story.give(.send(event: declared.name, with: payload), by: declared.by?.first, machine)
                }
            }
        case .attendance:
            return [AttendanceStatus.attended, .noShow].map { status in
                Trial(most: 20) { story, machine in
                    if story.steps.last?.input != nil { story.wait(days: 1, machine) }
                    story.give(.attend(status, type: nil), machine)
                }
            }
        case .consent:
            return pathway.consentKinds.flatMap { kind in
                [true, false].map { granted in
                    Trial(most: 1) { story, machine in
                        story.give(.consent([Input.ConsentChange(kind: kind, granted: granted)]), machine)
                    }
                }
            }
        case .course: return []
        }
    }

    /// Days around today.
    private func datedTrials(of field: FieldIndex) -> [Trial] {
        guard case .date = pathway.fields[field].type else { return [] }
        let name = pathway.fields[field].name
        return [0, 1, -1, 5, 20, -20, 400].map { days in
            Trial(most: 1) { story, machine in
                guard let day = story.today(machine).adding(days: days) else { return }
                story.give(.record([.field(name, text: day.description)]), machine)
            }
        }
    }
}

extension FieldType {
    /// A few values of this type.
    var examples: [Value] {
        switch self {
        case .boolean: [.bool(true), .bool(false)]
        case .integer(let min, let max): [min, max, 1].compactMap { $0 }.map { .int($0) }.filter { admits($0) }
        case .number(let min, let max): [min, max, 1].compactMap { $0 }.map { .double($0) }.filter { admits($0) }
        case .choice(let options): options.map { .string($0) }
        case .text, .date, .instant: [someValue].compactMap { $0 }
        }
    }
}

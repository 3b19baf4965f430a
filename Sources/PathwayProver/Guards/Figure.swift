import CEL
import PathwayModel

/// Something that guards ask the record for, and all that they can tell of it.
struct Figure {
    /// Whose record it is about.
    enum Source: Hashable {
        case field(FieldIndex)
        case instrument(InstrumentIndex)
        /// What the event at hand brings under a name.
        case payload(String)
    }

    /// How it hangs together with others about the same record.
    enum Role: Hashable {
        /// Known only where something is recorded and, where that counts, fresh.
        case value
        /// Whether anything is recorded.
        case known
        /// Whether what is recorded is fresh, by the record's own measure.
        case fresh
        /// Whether it is fresh by another measure.
        case recent
        /// How old it is: known where anything is recorded.
        case age
        case other
    }

    /// As people would write it.
    var words: String
    /// It has no words of its own: an expression that is looked at as a whole.
    var isWhole: Bool
    var source: Source?
    var role: Role
    /// The state that has to have been entered for it to be known.
    var stay: StateIndex?
    /// Tasks of which it counts how many are open.
    var counted: [TaskIndex] = []
    var canBeUnknown: Bool
    /// Values that stand for all others, the smallest first; nil where it is not known.
    var samples: [Value?] = []
    /// Where it says which of two comes first: these two.
    var ordered: (Program.Part, Program.Part)?
    /// Where it stands first.
    var program: Program
    var part: Program.Part
}

typealias FigureIndex = Place<Figure>

/// What is true, as far as is known.
enum Truth: Hashable {
    case no, yes, unknown

    init(_ truth: Bool) { self = truth ? .yes : .no }

    var opposite: Truth {
        switch self {
        case .no: .yes
        case .yes: .no
        case .unknown: .unknown
        }
    }
}

/// A guard as a search reads it: what can be told of the record, joined as the author joined it.
indirect enum Formula {
    case truth(Truth)
    case not(Formula)
    case all([Formula])
    case any([Formula])
    case conditional(Formula, Formula, else: Formula)
    /// What a figure makes true, by its sample.
    case atom(FigureIndex, [Truth])
    /// Nothing of it is free: it is read from the case.
    case exact(Program, Program.Part)
    /// The same while a record is fresh, and unknown after that.
    case aging(Figure.Source, Program, Program.Part)
    /// Whether a record that is kept is fresh.
    case isFresh(Figure.Source, Program, Program.Part)
}

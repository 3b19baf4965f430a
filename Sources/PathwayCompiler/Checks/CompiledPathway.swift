import CEL
import PathwayModel

/// What checks look at: a pathway whose names are resolved and whose expressions are typed, with what stands where.
struct CompiledPathway {
    /// As it is written, for the places of things.
    let declared: Declarations
    let symbols: SymbolTable
    let expressions: ExpressionCompiler
    var behavior: Behavior
    let messages: Table<Message>
    /// Every text of every message, and the languages that the pathway says they are written in.
    let texts: [WrittenText]
    let languages: [String]
    let plugins: Plugins
    /// The date on which it is checked; nil where that makes no difference.
    let today: CalendarDate?
    /// Whether nothing in it is reported as wrong: where something is, it may be a guard, without which little is certain.
    let isWhole: Bool

    var tree: StateTree { symbols.tree }
    var variables: [VariableReference] { expressions.variables }
}

/// Looks for what is whole and looks wrong all the same. A check finds what it finds by itself: none needs another, and
/// nothing of the pathway depends on one.
enum Checks {
    static let all: [@Sendable (CompiledPathway) -> [Diagnostic]] = [
        ReachabilityCheck.diagnostics, CompletionCheck.diagnostics, RepetitionCheck.diagnostics,
        HidingCheck.diagnostics, PresentMinuteCheck.diagnostics, DisclosureCheck.diagnostics, RingCheck.diagnostics,
        WayOutCheck.diagnostics, ObligationCheck.diagnostics, LoopCheck.diagnostics, ChoiceCheck.diagnostics,
        DueCheck.diagnostics,
        PastDueCheck.diagnostics, RecipientCheck.diagnostics, OverridingCheck.diagnostics, UseCheck.diagnostics,
        NeverComesCheck.diagnostics, ConsentCheck.diagnostics, TranslationCheck.diagnostics,
        CurlyQuoteCheck.diagnostics,
    ]

    static func diagnostics(of pathway: CompiledPathway) -> [Diagnostic] { all.flatMap { $0(pathway) } }
}

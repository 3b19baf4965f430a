import PathwayEngine

/// A step of a case, of several that are kept together.
struct OneStep {
    let before: OpenCase
    let after: OpenCase
    let step: Step
    let command: Command
}

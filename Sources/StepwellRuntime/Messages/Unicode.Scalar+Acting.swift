extension Unicode.Scalar {
    /// Whether it acts on a terminal, ends a line or turns text around, instead of being seen.
    package var actsOnTerminal: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

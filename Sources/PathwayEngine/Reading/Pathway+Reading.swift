package import PathwayModel

extension Pathway {
    /// Whether a criterion rests on one of these fields or instruments, itself or through what it names; true where that
    /// cannot be told.
    package func reads(_ criterion: Criterion, anyOf fields: [FieldIndex], or instruments: [InstrumentIndex]) -> Bool {
        guard !fields.isEmpty || !instruments.isEmpty else { return false }
        var touched = Touched()
        for field in fields { touched.fields.insert(field) }
        for instrument in instruments { touched.instruments.insert(instrument) }
        return reads(criterion, touched)
    }
}

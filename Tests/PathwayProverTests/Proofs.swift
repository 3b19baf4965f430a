import Testing

/// Proofs take a processor for a while: one after the other, they leave another one to those who run against a clock.
@Suite(.serialized) enum Proofs {}

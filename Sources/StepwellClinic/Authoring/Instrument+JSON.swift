import CEL
import PathwayEngine
package import PathwayModel
import StepwellRuntime

extension Instrument {
    package var json: JSON {
        [
            "instrument": .string(name), "title": .string(title), "license": JSON(license), "source": JSON(source),
            "loinc": JSON(loinc),
            "items": .array(
                items.map { item in
                    [
                        "id": .string(item.name), "text": JSON(item.text), "takes": .string(item.type.expectation),
                        "loinc": JSON(item.loinc), "answers": JSON(item.answers),
                    ]
                }),
            "scores": .array(
                scores.map { score in
                    [
                        "score": .string(score.name), "takes": .string(score.type.expectation),
                        "loinc": JSON(score.loinc),
                        "value": JSON(score.program?.source),
                        "bands": .object(score.bands.map { JSON.Member($0.name, .string($0.shown)) }),
                    ]
                }),
        ]
    }
}

extension Instrument.Band {
    /// `10..14`; an open end is left out.
    package var shown: String {
        let (low, high) = (range.lowerBound, range.upperBound)
        func text(_ bound: Double) -> String { bound.isFinite ? Value.double(bound).shown : "" }
        return "\(text(low))..\(text(high))"
    }
}

import CEL
import Crypto
package import PathwayModel

/// A compiled pathway as bytes: what cases run on, kept with the files it was made of.
///
/// Equal pathways are equal bytes, in every process. What was written once is read by every later version, without
/// compiling and without any plugin; `docs/reference/compiled-pathway.md` describes the form.
///
///     "SWPA" · format · texts, each once · tables · SHA-256 of all before it
package enum PathwayArtifact {
    /// The number of the form that is written. A form that was released is read for ever.
    package static let format = 9

    static let magic: [UInt8] = Array("SWPA".utf8)
    static let checksumLength = SHA256.byteCount

    /// The bytes of a pathway.
    package static func bytes(of pathway: Pathway) -> [UInt8] {
        var writer = ArtifactWriter()
        writer.write(pathway)
        return sealed(writer.finish(format: format))
    }

    /// Content with the checksum that makes it whole.
    package static func sealed(_ content: [UInt8]) -> [UInt8] { content + checksum(of: content[...]) }

    /// The pathway that bytes stand for.
    package static func pathway(from bytes: [UInt8]) throws(ArtifactError) -> Pathway {
        guard bytes.starts(with: magic), bytes.count > magic.count + checksumLength else { throw .damaged }
        let content = bytes.dropLast(checksumLength)
        guard checksum(of: content).elementsEqual(bytes.suffix(checksumLength)) else { throw .damaged }
        do {
            var reader = try ArtifactReader(content.dropFirst(magic.count))
            guard reader.format <= format else { throw ArtifactError.newer(found: reader.format, known: format) }
            let pathway: Pathway = try reader.read()
            guard reader.isAtEnd else { throw ArtifactError.damaged }
            return pathway
        } catch let error as ArtifactError {
            throw error
        } catch {
            throw .damaged
        }
    }

    /// Whether bytes, made again from the files, are what was kept, as far as what is left of that can tell: the
    /// checksum stands at its end.
    package static func isSame(_ made: [UInt8], as kept: [UInt8]) -> Bool {
        kept.count == made.count && kept.suffix(checksumLength).elementsEqual(made.suffix(checksumLength))
    }

    /// The checksum at the end of a compiled pathway, in hexadecimal: equal for equal bytes.
    package static func checksum(of bytes: [UInt8]) -> String { bytes.suffix(checksumLength).hexadecimal }

    private static func checksum(of bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(bytes.withUnsafeBytes { SHA256.hash(data: $0) })
    }
}

/// Why bytes are no compiled pathway.
package enum ArtifactError: Error, Hashable, Sendable {
    /// They are not what was written.
    case damaged
    /// A newer Stepwell wrote them.
    case newer(found: Int, known: Int)
}

import PathwayCompiler
import PathwayModel

/// What is at the top of a file, and where. The nodes of the file are let go: compiling makes them anew, and a large file
/// would have them twice.
struct FileOutline: Sendable {
    let keys: Set<String>
    /// Where the pathway's name, its version and its roles stand.
    let pathway: SourceSpan?
    let version: SourceSpan?
    let roles: [String: SourceSpan]

    init(of bytes: [UInt8], _ file: String) {
        let document = YAML.compose(bytes, file: file).document
        keys = Set((document?.entries ?? []).compactMap(\.key.text))
        pathway = document?["pathway"]?.span
        version = document?["version"]?.span
        let named = (document?["roles"]?.items ?? []).compactMap { item in item.text.map { ($0, item.span) } }
        roles = Dictionary(named, uniquingKeysWith: { first, _ in first })
    }
}

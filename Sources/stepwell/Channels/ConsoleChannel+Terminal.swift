import ConsoleChannelPlugin
import Foundation
import StepwellKit

extension ConsoleChannel {
    /// On standard error, as everything is that is no result.
    static let onTerminal = ConsoleChannel { text in
        try FileHandle.standardError.write(contentsOf: Data(text.shownSafelyByLine.utf8))
    }
}

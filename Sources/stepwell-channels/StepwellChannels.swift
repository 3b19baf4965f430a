import Foundation

/// The channels that reach the network, in a program of their own: what they link costs no other command a
/// millisecond, and nothing that a server sends reaches the process that holds the store.
///
/// It speaks JSON-RPC 2.0 over its standard input and output, a line a message, as every plugin does; it ends when its
/// input does.
@main
enum StepwellChannels {
    static func main() {
        // Whoever started it says when it ends: the message at hand is always finished.
        signal(SIGTERM, SIG_IGN)
        signal(SIGINT, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        var server = ChannelServer()
        while let line = readLine(strippingNewline: true) {
            guard let answer = server.answer(line) else { continue }
            do { try FileHandle.standardOutput.write(contentsOf: answer + Data([0x0A])) } catch { return }
        }
    }
}

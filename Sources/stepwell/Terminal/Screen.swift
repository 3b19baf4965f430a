import Foundation

/// What output is shown on.
enum Screen {
    /// The columns of the terminal; nil where output goes elsewhere, and nothing is to be cut.
    static func columns(of descriptor: Int32 = STDOUT_FILENO) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        if let said = ProcessInfo.processInfo.environment["COLUMNS"].flatMap({ Int($0) }), said > 0 { return said }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return usual }
        return Int(size.ws_col)
    }

    /// Where a terminal does not say how wide it is.
    private static let usual = 80
}

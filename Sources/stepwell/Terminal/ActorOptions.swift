import ArgumentParser

/// Who acts: what commands take that change something.
struct ActorOptions: ParsableArguments {
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(
            "Who acts, where it is somebody for whom you may act. Without it: the user of your account.",
            valueName: "user"))
    var user: String?
}

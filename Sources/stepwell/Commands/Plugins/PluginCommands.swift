import ArgumentParser

/// `plugin`: what developers write and clinics let in.
struct PluginCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin",
        abstract: "Write, check, install and look at plugins.",
        discussion: """
            stepwell plugin new lace
            stepwell plugin check Plugins/lace
            stepwell plugin install Plugins/lace

            A plugin is a program beside a plugin.yaml. It is asked about a case's facts, in a sandbox, and answers.
            """,
        subcommands: [
            PluginNew.self, PluginSDKCommand.self, PluginCheck.self, PluginWatching.self, PluginInstall.self,
            PluginList.self, PluginShow.self, PluginRun.self, PluginLogs.self, PluginRetry.self, PluginRollback.self,
            PluginDisable.self, PluginEnable.self, PluginUninstall.self,
        ])
}

package import PathwayModel

/// A change of a clinic's plugin, before it is made: what it does, and what the plugin gets.
package struct PluginProposal: Sendable {
    package enum Change: String, Sendable {
        case install
        case rollback
        case enable
        case disable
        case uninstall
    }

    package var change: Change
    package var plugin: String
    /// What runs now; nil where nothing does.
    package var from: String?
    /// What would run; nil where nothing would.
    package var to: String?
    package var impact: PluginImpact
    /// What it would get; nil where it would not run.
    package var grants: PluginGrants?
    /// Whether it would get more than it has now.
    package var getsMore: Bool

    /// Whether somebody has to agree.
    package var needsConsent: Bool { impact.isBreaking || getsMore }

    package var json: JSON {
        [
            "change": .string(change.rawValue), "plugin": .string(plugin), "from": JSON(from), "to": JSON(to),
            "needs_consent": .bool(needsConsent), "impact": impact.json, "gets": grants?.json ?? .null,
        ]
    }
}

/// Who agrees to a proposal; false leaves everything as it is.
package typealias PluginConsent = (PluginProposal) throws -> Bool

// What a plugin is written with: `Rule`, `Channel` and `Plugin`. The nouns a rule reads (`RuleFacts`, `Verdict`) are
// the model's own, handed on so that a plugin imports this module alone.
@_exported public import PathwayModel

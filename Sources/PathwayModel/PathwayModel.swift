// The nouns of Stepwell. `Definition` holds what an author declares, `Course` what happens to a case, `Plugins` what a
// plugin sees.
@_exported public import CEL

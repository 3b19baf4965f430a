// What runs cases speaks in the forms of the store that keeps them: whoever imports this module has them too.
@_exported public import StepwellStore

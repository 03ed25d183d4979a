import Testing

/// Programs of others judge our bytes. One after another: some of them are in a hurry.
@Suite(.serialized) struct Judges {}

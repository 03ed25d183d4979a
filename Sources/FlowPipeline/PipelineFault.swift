/// A reason why flows must not go to a switch. Faults of one flow name it.
public enum PipelineFault: Error, Hashable, Sendable {
    /// Two slots of the context lie on the same bits.
    case sharedBits(ContextSlot, ContextSlot)
    /// Two tables have one number.
    case doubleTable(TableID)
    /// An exit leads back, or to the table itself.
    case backwardExit(TableID, TableID)
    /// An exit leads to a table that is not declared.
    case unknownExit(TableID, TableID)
    /// The table reads a slot that some path to it leaves unset.
    case unsetRead(TableID, ContextSlot)
    /// No path leads to the table.
    case unreachable(TableID)
    /// A packet may pass more than `PipelineLimits.resubmits` tables: the switch drops it silently.
    case resubmitsBeyondLimit(TableID)

    /// The flow's table is not declared.
    case unknownTable(Flow)
    /// The cookie is 0, or the all-ones value that OpenFlow reserves.
    case cookieNamesNothing(Flow)
    /// The flow reads a slot that its table does not declare.
    case undeclaredRead(Flow, ContextSlot)
    /// The flow names a slot that the pipeline does not declare.
    case undeclaredSlot(Flow, ContextSlot)
    /// The flow goes to a table that its own does not declare as an exit.
    case undeclaredExit(Flow, TableID)
    /// The flow goes to a table without setting a slot that the exit promises.
    case brokenPromise(Flow, TableID, ContextSlot)
    /// A term, or an action's field, needs the match to demand this class of packet.
    case missingPrerequisite(Flow, PacketClass)
    /// A term has a value beyond its field or its mask.
    case valueOutsideMask(Flow)
    /// Two terms of one match name one field.
    case doubleTerm(Flow)
    /// A slot or a field is written with more bits than it has, or a move's operands differ in width.
    case widthMismatch(Flow)
    /// A packet goes to the controller without passing a meter.
    case unmeteredController(Flow)
    /// A meter that is not the first action, a goto that is not the last, or two of them.
    case misplacedInstruction(Flow)
    /// A level of `longestPrefix` on a flow that matches no destination or source prefix of that length, or another
    /// level than `miss` for a flow that takes everything.
    case priorityOutOfBand(Flow)
    /// A drop at a level that its table has no name for.
    case namelessDrop(Flow)
    /// A conjunction clause that does other things too, or that is not within its count.
    case malformedConjunction(Flow)
    /// Two flows have one table, priority and match: which of them holds would be left to luck.
    case doubleIdentity(Flow, Flow)
    /// A table without a flow at `miss` that takes what the others leave.
    case missingMiss(TableID)
}

/// What a switch bears.
public enum PipelineLimits {
    /// Open vSwitch drops a packet, silently, that passes more tables than this.
    public static let resubmits = 4096
}

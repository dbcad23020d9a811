namespace CommsBot.Outbox;

/// <summary>What a class does when the number has opted out.</summary>
internal enum OnOptOut
{
    Send,

    /// <summary>It is tried all the same, because only the provider's block may stop it, and a person is called up at once.</summary>
    SendAndCall,
    Withdraw,

    /// <summary>It fails, so that whoever wrote it is told.</summary>
    Refuse,
    Hold,
}

/// <summary>One row of the table.</summary>
/// <param name="NeedsConsent">Only with recorded consent for its own purpose.</param>
/// <param name="KeepsHours">Waits for the patient's texting hours and counts against the caps.</param>
/// <param name="YieldsToStaff">Withdrawn while a staff member owns the conversation.</param>
/// <param name="TooLateAfter">Time after it was due when it has no last useful moment of its own; null: never too late.</param>
/// <param name="LossIsCalled">A text of this class that never arrived becomes a call task.</param>
internal sealed record ClassRule(OnOptOut OptOut, bool NeedsConsent, bool KeepsHours, bool YieldsToStaff, TimeSpan? TooLateAfter, bool LossIsCalled);

/// <summary>What is true of a text at the moment of sending.</summary>
/// <param name="CarrierOff">Why no text of this clinic can leave; null when it can.</param>
/// <param name="DoNotContact">Staff said so, and this text is of the kind they meant; survives every import.</param>
/// <param name="NumberHold">The provider's code that made the number unusable; null while it works.</param>
/// <param name="NextMoment">Clinic time at which hours and caps allow it: now or later, null when not within a week.</param>
internal sealed record GateFacts(
    DateTimeOffset Now, DateTimeOffset DueAt, DateTimeOffset? NotAfter, string? CarrierOff, bool OptedOut, bool ConsentGiven, bool DoNotContact,
    string? NumberHold, bool StaffOwns, DateTimeOffset? NextMoment)
{
    /// <summary>A crisis of somebody with this number is open: automatic texts rest until staff close it.</summary>
    public bool InCrisis { get; init; }

    /// <summary>A clinician recalled the words it is made of.</summary>
    public bool Recalled { get; init; }

    /// <summary>The visit was moved, cancelled or closed since it was planned.</summary>
    public bool Superseded { get; init; }

    /// <summary>The signature under its words ended.</summary>
    public bool Lapsed { get; init; }

    /// <summary>Why a clinician must let go what it says of the fast, in one word; null when nothing holds it.</summary>
    public string? FastHeld { get; init; }

    /// <summary>The text speaks of a visit, and this number is not on the patient's file for it: a caregiver's time is over, the patient has a new number.</summary>
    public bool NotEntitled { get; init; }

    /// <summary>The text speaks of a visit, and neither patient nor staff confirmed this number lately enough: it may be somebody else's by now.</summary>
    public bool NumberUnconfirmed { get; init; }
}

/// <summary>What the gate says. Reasons are one word.</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    internal sealed record Send(bool CallToo = false) : Verdict;

    internal sealed record Later(DateTimeOffset At, string? Reason = null) : Verdict;

    internal sealed record Hold(string Reason) : Verdict;

    internal sealed record Withdraw(string Reason) : Verdict;

    internal sealed record Refuse(string Reason) : Verdict;

    internal sealed record Expire(string Reason) : Verdict;
}

/// <summary>What holds a text depends on its class: one table, asked inside the transaction that claims it.</summary>
internal static class Gate
{
    /// <summary>Why a text rests while a crisis of its patient is open.</summary>
    public const string InCrisis = "in-crisis";

    /// <summary>Why a text of recalled words is taken back.</summary>
    public const string Recalled = "recalled";

    /// <summary>Why a text whose signature ended rests, while a person is asked to call instead.</summary>
    public const string Lapsed = "approval-lapsed";

    /// <summary>Why what speaks of a visit rests until staff have spoken with the patient on that number.</summary>
    public const string NumberUnconfirmed = "number-unconfirmed";

    private static readonly Dictionary<MessageClass, ClassRule> Table = new()
    {
        [MessageClass.Safety] = new(OnOptOut.SendAndCall, NeedsConsent: false, KeepsHours: false, YieldsToStaff: false, TooLateAfter: null, LossIsCalled: true),
        [MessageClass.Page] = new(OnOptOut.Send, NeedsConsent: false, KeepsHours: false, YieldsToStaff: false, TooLateAfter: null, LossIsCalled: true),
        [MessageClass.Consent] = new(OnOptOut.Send, NeedsConsent: false, KeepsHours: false, YieldsToStaff: false, TimeSpan.FromMinutes(5), LossIsCalled: false),
        [MessageClass.Staff] = new(OnOptOut.Refuse, NeedsConsent: false, KeepsHours: false, YieldsToStaff: false, TooLateAfter: null, LossIsCalled: true),
        [MessageClass.Notice] = new(OnOptOut.Withdraw, NeedsConsent: false, KeepsHours: false, YieldsToStaff: false, TimeSpan.FromMinutes(30), LossIsCalled: false),
        [MessageClass.Reply] = new(OnOptOut.Withdraw, NeedsConsent: false, KeepsHours: false, YieldsToStaff: true, TimeSpan.FromMinutes(10), LossIsCalled: true),
        [MessageClass.Plan] = new(OnOptOut.Hold, NeedsConsent: true, KeepsHours: true, YieldsToStaff: false, TooLateAfter: null, LossIsCalled: true),
    };

    public static ClassRule RuleOf(MessageClass @class) => Table[@class];

    public static DateTimeOffset? LastMoment(OutboundMessage message) => message.NotAfter ?? message.DueAt + RuleOf(message.Class).TooLateAfter;

    public static Verdict Decide(MessageClass @class, GateFacts facts)
    {
        var rule = RuleOf(@class);
        if (facts.Superseded) return new Verdict.Withdraw(StaleTexts.Reason);
        var lastMoment = facts.NotAfter ?? facts.DueAt + rule.TooLateAfter;
        if (lastMoment <= facts.Now) return new Verdict.Expire("too-late");
        if (facts.Recalled) return new Verdict.Withdraw(Recalled);
        if (facts.CarrierOff is { } off) return new Verdict.Hold(off);
        if (facts.OptedOut && OptedOut(rule.OptOut) is { } verdict) return verdict;
        if (facts.DoNotContact) return new Verdict.Withdraw("do-not-contact");
        if (facts.NotEntitled) return rule.NeedsConsent ? new Verdict.Hold("not-entitled") : new Verdict.Withdraw("not-entitled");
        if (rule.NeedsConsent && !facts.ConsentGiven) return new Verdict.Hold("no-consent");
        if (facts.NumberUnconfirmed) return new Verdict.Hold(NumberUnconfirmed);
        if (facts.Lapsed) return new Verdict.Hold(Lapsed);
        if (rule.NeedsConsent && facts.FastHeld is { } fast) return new Verdict.Hold(fast);
        if (rule.NeedsConsent && facts.InCrisis) return new Verdict.Hold(InCrisis);
        if (rule.NeedsConsent && facts.NumberHold is { } code) return new Verdict.Hold(code);
        if (rule.YieldsToStaff && facts.StaffOwns) return new Verdict.Withdraw("staff-owns");
        if (!rule.KeepsHours || facts.NextMoment <= facts.Now) return new Verdict.Send();
        return facts.NextMoment is { } moment && (lastMoment is null || moment < lastMoment) ? new Verdict.Later(moment) : new Verdict.Expire("no-texting-hours-left");
    }

    private static Verdict? OptedOut(OnOptOut rule) => rule switch
    {
        OnOptOut.SendAndCall => new Verdict.Send(CallToo: true),
        OnOptOut.Withdraw => new Verdict.Withdraw("opted-out"),
        OnOptOut.Refuse => new Verdict.Refuse("opted-out"),
        OnOptOut.Hold => new Verdict.Hold("opted-out"),
        _ => null,
    };
}

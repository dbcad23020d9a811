namespace CommsBot.Outbox;

/// <summary>What we do about a provider's code.</summary>
internal enum Reaction
{
    /// <summary>Nothing is wrong with text or number: the same text again after the pause, while it is still in time.</summary>
    Again,

    /// <summary>As <see cref="Again"/>, but when the second text is lost too, the number itself is in doubt: planned texts to it stop.</summary>
    AgainThenHold,

    /// <summary>As <see cref="Again"/>, and an administrator is told.</summary>
    AgainAndTell,

    /// <summary>Only this text is lost: a person phones.</summary>
    Call,

    /// <summary>As <see cref="Call"/>, and an administrator is told; the same text is never tried again.</summary>
    CallAndTell,

    /// <summary>The number cannot be reached by text: planned texts to it stop, a person phones.</summary>
    HoldNumber,

    /// <summary>The person opted out at the provider: our ledger follows at once.</summary>
    Suppress,

    /// <summary>Account or sender is not usable: the queue is kept, sending pauses, the people on call are paged.</summary>
    StopSender,

    /// <summary>We sent something no text may be.</summary>
    OurBug,
}

/// <param name="Pause">Before the next try, where there is one.</param>
internal sealed record CodeRule(Reaction Reaction, TimeSpan Pause);

/// <summary>Every code of the provider we know, and what follows. The provider publishes no such list; unknown codes stop the number and call a person.</summary>
internal static class ProviderCodes
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Minutes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HalfHour = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan NextDay = TimeSpan.FromHours(20);

    private static readonly CodeRule Unknown = new(Reaction.HoldNumber, TimeSpan.Zero);
    private static readonly CodeRule OurMistake = new(Reaction.OurBug, TimeSpan.Zero);

    private static readonly Dictionary<string, CodeRule> Table = new()
    {
        // Answers to a new message.
        ["20003"] = new(Reaction.StopSender, Minutes),       // wrong credentials
        ["20404"] = new(Reaction.StopSender, Minutes),       // the account is not there
        ["20429"] = new(Reaction.Again, Seconds),            // too many at once; never processed
        ["21211"] = new(Reaction.HoldNumber, TimeSpan.Zero), // not a number
        ["21265"] = new(Reaction.HoldNumber, TimeSpan.Zero), // a short code
        ["21408"] = new(Reaction.CallAndTell, TimeSpan.Zero), // region not enabled
        ["21604"] = OurMistake,
        ["14103"] = OurMistake,
        ["21605"] = OurMistake,
        ["21617"] = OurMistake,                              // body too long
        ["21606"] = new(Reaction.StopSender, Minutes),       // sender not ours, or cannot text
        ["21608"] = new(Reaction.StopSender, Minutes),       // trial account, or no approved profile
        ["21610"] = new(Reaction.Suppress, TimeSpan.Zero),   // opted out
        ["21611"] = new(Reaction.Again, TimeSpan.FromMinutes(1)), // sender's queue full
        ["21612"] = new(Reaction.HoldNumber, TimeSpan.Zero), // this pair of numbers
        ["21614"] = new(Reaction.HoldNumber, TimeSpan.Zero), // not a mobile
        ["21635"] = new(Reaction.HoldNumber, TimeSpan.Zero), // landline
        ["21703"] = new(Reaction.StopSender, Minutes),       // service without a sender
        ["21704"] = new(Reaction.StopSender, Minutes),
        ["21730"] = new(Reaction.Again, Minutes),            // maintenance
        ["35114"] = OurMistake,
        ["35115"] = OurMistake,
        ["35117"] = OurMistake,
        ["35118"] = OurMistake,
        ["35125"] = OurMistake,

        // What a receipt tells.
        ["30001"] = new(Reaction.Again, Minutes),            // queued too long
        ["30002"] = new(Reaction.StopSender, Minutes),       // account suspended
        ["30003"] = new(Reaction.AgainThenHold, HalfHour),   // phone off or without signal
        ["30004"] = new(Reaction.HoldNumber, TimeSpan.Zero), // blocked
        ["30005"] = new(Reaction.HoldNumber, TimeSpan.Zero), // no such number any more
        ["30006"] = new(Reaction.HoldNumber, TimeSpan.Zero), // landline
        ["30007"] = new(Reaction.CallAndTell, TimeSpan.Zero), // filtered; again would make it worse
        ["30008"] = new(Reaction.AgainThenHold, Minutes),    // unknown to the carrier
        ["30017"] = new(Reaction.Again, Minutes),            // congestion
        ["30022"] = new(Reaction.AgainAndTell, Minutes),     // our rate
        ["30023"] = new(Reaction.AgainAndTell, NextDay),     // daily cap of one carrier
        ["30024"] = new(Reaction.AgainAndTell, HalfHour),    // number not provisioned yet
        ["30035"] = new(Reaction.AgainAndTell, HalfHour),
        ["30032"] = new(Reaction.StopSender, Minutes),       // toll-free not verified
        ["30033"] = new(Reaction.StopSender, Minutes),       // campaign suspended
        ["30034"] = new(Reaction.StopSender, Minutes),       // number not registered
        ["30036"] = new(Reaction.Call, TimeSpan.Zero),       // validity passed
        ["30037"] = new(Reaction.StopSender, Minutes),       // outbound disabled
        ["30046"] = new(Reaction.Call, TimeSpan.Zero),       // delivery not confirmed
        ["30047"] = new(Reaction.CallAndTell, TimeSpan.Zero),
        ["30610"] = new(Reaction.CallAndTell, TimeSpan.Zero), // provider's quiet hours; ours should have prevented it
        ["30410"] = new(Reaction.Again, Minutes),            // provider's time-out
        ["30500"] = new(Reaction.Again, Minutes),            // provider's own error
        ["30450"] = new(Reaction.AgainAndTell, HalfHour),    // fraud guards
        ["30453"] = new(Reaction.AgainAndTell, HalfHour),
        ["30454"] = new(Reaction.AgainAndTell, HalfHour),
        ["30640"] = new(Reaction.HoldNumber, TimeSpan.Zero), // known litigator
        ["canceled"] = new(Reaction.Call, TimeSpan.Zero),

        // Azure Bot Service says no.
        ["bot-400"] = new(Reaction.CallAndTell, TimeSpan.Zero), // not an activity it takes
        ["bot-401"] = new(Reaction.StopSender, Minutes),     // app id or secret
        ["bot-403"] = new(Reaction.Call, TimeSpan.Zero),     // this person blocked the bot
        ["bot-404"] = new(Reaction.Call, TimeSpan.Zero),     // this conversation is over
        ["bot-413"] = OurMistake,

        // Refusals without a code of their own.
        ["http-401"] = new(Reaction.StopSender, Minutes),
        ["http-403"] = new(Reaction.StopSender, Minutes),
        ["http-404"] = new(Reaction.StopSender, Minutes),
    };

    public static IReadOnlyCollection<string> Known => Table.Keys;

    /// <summary>Codes after which nothing of the clinic can leave.</summary>
    public static IReadOnlyList<string> StoppingSender { get; } = [.. Table.Where(code => code.Value.Reaction == Reaction.StopSender).Select(code => code.Key)];

    public static CodeRule RuleOf(string? code) => code is not null && Table.TryGetValue(code, out var rule) ? rule : Unknown;
}

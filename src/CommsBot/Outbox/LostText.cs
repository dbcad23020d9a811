using CommsBot.Consent;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Storage;
using Corrections = CommsBot.Preparation.Corrections;
using HeldFasts = CommsBot.Preparation.HeldFasts;
using VisitPlans = CommsBot.Preparation.VisitPlans;

namespace CommsBot.Outbox;

/// <summary>What follows when a text will not arrive: promise 2, "or a human knows".</summary>
internal static class LostText
{
    private const string SecondTry = "/again";

    /// <summary>A person sees to it: by phone, or in the conversation itself where no number is known and the words are worth it.</summary>
    public static Task OpenAsync(ClinicDb db, OutboundMessage message, string reason, DateTimeOffset now)
    {
        if (message.Channel == Channel.Sms) return CallTasks.OpenAsync(db, TaskFor(message, reason, now));
        return Gate.RuleOf(message.Class).LossIsCalled ? TicketBook.OpenAsync(db, TicketFor(message, reason), now) : Task.CompletedTask;
    }

    private static NewTicket TicketFor(OutboundMessage message, string reason) => new(
        message.ClinicId, HandoffKind.Question, [new("Why", reason), new("Message not received", message.Body)], message.Language, message.ConversationId,
        message.Channel, Reason: reason, TimeCritical: message.Class == MessageClass.Safety);

    /// <summary>The call that replaces the text; several lost texts of one appointment are one call.</summary>
    public static CallTask TaskFor(OutboundMessage message, string reason, DateTimeOffset now) => new(message.ClinicId, reason, message.To, message.ToHash, now)
    {
        AppointmentId = message.AppointmentId,
        ConversationId = message.ConversationId,
        Language = message.Language,
        // The text's own last moment is past when it is lost: the visit says how long there is to call.
        Deadline = message.AppointmentId is null ? message.NotAfter : null,
        // Nobody reads recalled words out on the phone, nor times that a nurse must let go first.
        Text = reason is Gate.Recalled or HeldFasts.Screen or HeldFasts.Minor ? null : message.Body,
        // The old time, to which the patient would come, may be near however far away the new one is.
        AtOnce = message.Class is MessageClass.Safety or MessageClass.Page || message.Step == Corrections.Moved,
    };

    /// <summary>Opens the call where the class asks for one, or where the text spoke of a visit: who was not told that it moved must be.</summary>
    public static async Task CallAsync(ClinicDb db, OutboundMessage message, string reason, DateTimeOffset now)
    {
        if (!Gate.RuleOf(message.Class).LossIsCalled && message is not { AppointmentId: not null, Step: not null }) return;
        if (!await StaleTexts.IsAsync(db, message)) await OpenAsync(db, message, reason, now);
    }

    /// <summary>
    /// Reacts to a code. <paramref name="message"/> is tracked and already in its final state, or still sending when the provider refused it at once.
    /// </summary>
    /// <param name="final">False: the provider never took it, so the same row may be tried again.</param>
    /// <returns>How long this clinic's sending must pause; null when it need not.</returns>
    public static async Task<TimeSpan?> ReactAsync(ClinicDb db, VisitPlans plans, OutboundMessage message, string code, bool final, DateTimeOffset now, DateTimeOffset machineNow)
    {
        var rule = ProviderCodes.RuleOf(code);
        if (rule.Reaction is Reaction.AgainAndTell or Reaction.CallAndTell or Reaction.OurBug) await CallTasks.OpenTechnicalAsync(db, message.ClinicId, code, now);
        if (rule.Reaction == Reaction.StopSender) await CallTasks.OpenOutageAsync(db, message.ClinicId, code, now);
        if (rule.Reaction == Reaction.Suppress) await ConsentLedger.SuppressAsync(db, plans, message.ClinicId, message.To, now);
        if (rule.Reaction == Reaction.HoldNumber || (rule.Reaction == Reaction.AgainThenHold && final && IsSecond(message)))
        {
            await NumberHolds.SetAsync(db, message.ClinicId, message.ToHash, code);
            await PlannedTexts.HoldAsync(db, message.ClinicId, message.ToHash, code, now);
        }

        var pause = rule.Reaction == Reaction.StopSender ? rule.Pause : (TimeSpan?)null;
        var again = rule.Reaction is Reaction.Again or Reaction.AgainThenHold or Reaction.AgainAndTell;
        if (!final && (again || pause is not null))
        {
            message.State = MessageState.Planned;
            message.NotBefore = machineNow + rule.Pause;
            return pause;
        }

        if (!final) message.State = MessageState.Failed;
        if (final && again && !await StaleTexts.IsAsync(db, message) && TryAgain(db, message, now + rule.Pause)) return pause;
        await CallAsync(db, message, code, now);
        return pause;
    }

    /// <summary>The one further try of a text that was lost.</summary>
    public static bool IsSecond(OutboundMessage message) => message.UniqueKey.EndsWith(SecondTry, StringComparison.Ordinal);

    /// <summary>A second row for the same occasion, once, when it would still be in time.</summary>
    private static bool TryAgain(ClinicDb db, OutboundMessage lost, DateTimeOffset due)
    {
        if (lost.Class != MessageClass.Plan || IsSecond(lost) || lost.NotAfter <= due) return false;
        db.Outbound.Add(new OutboundMessage
        {
            Id = Ids.New("out"),
            ClinicId = lost.ClinicId,
            Class = lost.Class,
            State = MessageState.Planned,
            To = lost.To,
            ToHash = lost.ToHash,
            Body = lost.Body,
            Language = lost.Language,
            ConversationId = lost.ConversationId,
            AppointmentId = lost.AppointmentId,
            Purpose = lost.Purpose,
            Step = lost.Step,
            PlanVersion = lost.PlanVersion,
            WordsHash = lost.WordsHash,
            UniqueKey = lost.UniqueKey + SecondTry,
            DueAt = due,
            NotAfter = lost.NotAfter,
            Expects = lost.Expects,
        });
        return true;
    }
}

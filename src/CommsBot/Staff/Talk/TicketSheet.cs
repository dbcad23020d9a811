using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;
using CommsBot.Handoff.Identity;
using CommsBot.Staff.Console;
using CommsBot.Staff.Presence;

namespace CommsBot.Staff.Talk;

/// <summary>Everything the conversation page shows of one ticket, to one person.</summary>
public sealed class TicketSheet
{
    internal TicketSheet(HandoffTicket ticket, Clinic clinic, DeskPerson person, DateTimeOffset now) => (Ticket, Clinic, Person, Now) = (ticket, clinic, person, now);

    internal HandoffTicket Ticket { get; }
    internal Clinic Clinic { get; }
    internal DeskPerson Person { get; }

    /// <summary>Clinic time.</summary>
    internal DateTimeOffset Now { get; }

    /// <summary>Null for a task without a thread.</summary>
    internal Conversation? Conversation { get; init; }

    /// <summary>Machine time until which another clinic's record may be read; null for an own one.</summary>
    internal DateTimeOffset? GlassUntil { get; init; }
    /// <summary>How far it is proven who writes; null on the phone and for a task without a thread.</summary>
    internal IdentityView? Identity { get; init; }
    internal IReadOnlyList<SummaryField> Packet { get; init; } = [];

    /// <summary>From whom whoever has it took it over; null when it changed hands in another way.</summary>
    internal string? TakenFrom => TakenOver.FromWhom(Handoff.Packet.Read(Ticket.Summary));
    internal IReadOnlyList<Line> Lines { get; init; } = [];
    internal IReadOnlyList<HandoffNote> Notes { get; init; } = [];
    internal IReadOnlyList<HandoffTicket> Others { get; init; } = [];
    internal IReadOnlyList<LaterLine> Later { get; init; } = [];
    internal IReadOnlyList<string> Colleagues { get; init; } = [];

    /// <summary>Those of the colleagues whom it may be passed to; who speaks Spanish first where the patient does.</summary>
    internal IReadOnlyList<Taker> Takers { get; init; } = [];
    internal IReadOnlyList<Onlooker> Onlookers { get; init; } = [];

    /// <summary>The patient's own zone; null where nothing wakes anybody, as on the web.</summary>
    internal Zone? PatientZone { get; init; }

    /// <summary>The time on the patient's clock when a text would come in their quiet hours now; null when it would not.</summary>
    internal string? QuietTime => QuietTimeAt(Now);

    /// <summary>Who it is about, as a greeting needs it: the first name on file or given; null when nobody said it.</summary>
    internal string? FirstName { get; init; }

    /// <inheritdoc cref="QuietTime"/>
    internal string? QuietTimeAt(DateTimeOffset moment) =>
        PatientZone is { } zone && !Clinic.TextingHours.Allow(zone, moment) ? ConsoleWords.Time(zone.Local(moment)) : null;

    internal DateTimeOffset LocalNow => Clinic.LocalTime(Now);

    internal string Me => Person.Name;

    /// <summary>A colleague speaks to the patient, or has taken this ticket.</summary>
    internal string? HeldBy =>
        Ticket.ClaimedBy is { } claimer && claimer != Me ? claimer
        : Conversation?.Owner is { } owner && owner != Me && owner != Ownership.Team ? owner
        : null;

    /// <summary>The patient's as of now; of a task without a thread, what it was opened in.</summary>
    internal Language Language => Conversation?.Language ?? Ticket.Language;

    /// <summary>What colleagues see each other at: the talk, whichever of its tickets is open, else the ticket.</summary>
    internal string LookedAt => Conversation?.Id ?? Ticket.Id;

    internal bool IsClosed => Ticket.State == HandoffState.Closed;

    /// <summary>What a person in danger wrote is for clinicians.</summary>
    internal bool IsHidden { get; init; }

    internal bool IsDanger => Ticket.Kind is HandoffKind.Crisis or HandoffKind.Emergency;

    internal bool CanAct => !IsClosed && GlassUntil is null && HeldBy is null && !IsHidden;

    /// <summary>A danger of which nobody has the page yet, in a talk that a colleague has.</summary>
    internal bool CanAcknowledge => IsAlarm && Ticket.ClaimedBy is null && HeldBy is not null;

    /// <summary>The person has the alarm, and a colleague the talk.</summary>
    internal bool HasAlarmAlone => IsAlarm && Ticket.ClaimedBy == Me && HeldBy is not null;

    /// <summary>The colleague whose talk the person may take; null where nobody's.</summary>
    internal string? TakesOverFrom => IsAlarm ? TakenOver.MayBeFrom(Ticket, Conversation, Me) : null;

    private bool IsAlarm => IsDanger && Person.IsClinical && !IsClosed && GlassUntil is null;

    internal string OwnerWords => this switch
    {
        { IsClosed: true } => "This ticket is closed.",
        { HasAlarmAlone: true } => $"You have the alarm. {HeldBy} has the conversation.",
        { HeldBy: { } colleague } when TakenFrom is { } former => $"{colleague} took this over from {(former == Me ? "you" : former)}. You can read along.",
        { HeldBy: { } colleague } => $"{colleague} has this. You can read along.",
        { Conversation.Owner: Ownership.Team } => "Nobody has this now. The assistant stays silent until somebody claims or closes it.",
        { Ticket.ClaimedBy: not null } => "You have this. The assistant is silent.",
        { Conversation: not null } => "Nobody has this yet. The assistant still answers; claim it to speak yourself.",
        _ => "Nobody has this yet.",
    };
}

internal sealed record Taker(string Name, bool Spanish);

/// <summary>A transcript entry as the console shows it.</summary>
/// <param name="From"><c>patient</c>, <c>bot</c> or <c>staff</c>.</param>
/// <param name="Delivery">What became of the text; null on the web.</param>
public sealed record Line(
    long Number, string From, string Who, string Text, string At, string? Outcome, IReadOnlyList<string> Answers, string? Delivery, bool Undelivered);

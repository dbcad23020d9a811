using System.Text.Json.Serialization;
using CommsBot.Clinics;

namespace CommsBot.Conversations;

/// <summary>A transcript entry as programs read it.</summary>
/// <param name="Id">Its number within the conversation, counted from 1.</param>
/// <param name="From"><c>patient</c>, <c>bot</c> or <c>staff</c>.</param>
/// <param name="At">With the clinic's offset.</param>
/// <param name="Model">The prompts that had a part in it, with the version of their wording.</param>
/// <param name="Delivery">What became of the text that carried it; null on the web and for the patient's own messages.</param>
internal sealed record ActivityView(
    long Id, string From, string Text, DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Author,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Outcome,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Answers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Model,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Delivery)
{
    public static ActivityView Of(TranscriptEntry entry, Clinic clinic, string? delivery = null) => new(
        entry.Sequence, entry.From.ToString().ToLowerInvariant(), entry.Text, clinic.LocalTime(entry.At), entry.Author, entry.Outcome,
        entry.Answers?.Split(','), entry.Model, delivery);
}

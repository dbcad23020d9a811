using CommsBot.Content;

namespace CommsBot.Model;

/// <summary>What the model takes the patient to want.</summary>
internal enum Intent
{
    Question,
    Appointment,
    Person,
    Other,
}

/// <summary>What the model made of one message, checked. It is an opinion: rules and search decide what it may change.</summary>
/// <param name="Language">Null when it is none of ours.</param>
/// <param name="Question">The message as a question that stands alone, for the search only; no patient reads it. Null: nothing was asked.</param>
/// <param name="Answer">One of the candidates; null when none fits.</param>
/// <param name="Crisis">It reads like somebody who may harm themselves.</param>
internal sealed record Opinion(Language? Language, Intent Intent, string? Question, string? Answer, bool Crisis);

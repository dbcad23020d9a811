using CommsBot.Answers;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Storage;

namespace CommsBot.Model;

/// <summary>What a call came to.</summary>
/// <param name="Said">Checked; null when nothing can be used.</param>
/// <param name="Trace">For the transcript: the prompt with its version and, when nothing came of it, why.</param>
internal sealed record Told<T>(T? Said, string Trace) where T : class;

/// <summary>What the model is asked to understand.</summary>
/// <param name="Text">The patient's words as they came; they are masked here.</param>
/// <param name="Names">On file or given in this conversation.</param>
internal sealed record Heard(Clinic Clinic, DateTimeOffset Now, string Text, IReadOnlyList<string> Names);

/// <summary>The only door to a language model. Nothing passes it that the clinic did not switch on and its budget does not hold; nothing unchecked comes back.</summary>
internal sealed class ModelDoor(LanguageModel model, ModelSwitch modes, Prompts prompts, TakeCall take, Masking masking)
{
    public ModelMode ModeOf(Clinic clinic) => modes.Of(clinic);

    /// <param name="lastTitle">Title of the answer read last; null when there was none.</param>
    /// <param name="overtaken">Something more urgent came: the wait ends at once.</param>
    public Task<Told<Opinion>> UnderstandAsync(Heard heard, string? lastTitle, IReadOnlyList<ModelCandidate> candidates, CancellationToken overtaken) =>
        CallAsync(heard, ModelMode.Understand, prompts.Understand, UnderstandCall.Material(lastTitle, candidates), UnderstandCall.Schema(candidates), text => UnderstandCall.Read(text, candidates), overtaken);

    /// <param name="quotes">At least two, each of another answer.</param>
    public Task<Told<JoinedReply>> JoinAsync(Heard heard, Language language, IReadOnlyList<Quote> quotes, CancellationToken overtaken) =>
        CallAsync(heard, ModelMode.Join, prompts.Join, JoinCall.Material(language, quotes), JoinCall.Schema(quotes), text => JoinCall.Read(text, quotes), overtaken);

    private async Task<Told<T>> CallAsync<T>(
        Heard heard, ModelMode least, Prompt prompt, string material, BinaryData schema, Func<string, T?> read, CancellationToken overtaken) where T : class
    {
        if (modes.Of(heard.Clinic) < least) return new(null, $"{prompt}:off");
        if (!await MayCallAsync(heard)) return new(null, $"{prompt}:budget");
        var reply = await model.AskAsync(prompt, material, masking.Mask(heard.Text, heard.Names), schema, overtaken);
        if (reply.Text is null) return new(null, $"{prompt}:{reply.Fault}");
        return read(reply.Text) is { } said ? new(said, $"{prompt}") : new(null, $"{prompt}:not-as-agreed");
    }

    private async Task<bool> MayCallAsync(Heard heard)
    {
        try
        {
            return await take(heard.Clinic, heard.Now, default);
        }
        catch (Exception fault) when (ClinicStore.IsDatabaseFault(fault))
        {
            return false;
        }
    }
}

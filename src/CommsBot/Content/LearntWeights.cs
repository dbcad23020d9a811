using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CommsBot.Content;

/// <summary>
/// Weights learnt from content, kept in a file so that the next start does not learn the same again. The file's name says from what exactly they
/// were learnt, the code that learns included; its end proves that it is whole. A missing, foreign or broken file is learnt anew. Holds no patient data.
/// The file is mapped, not read: a service at rest holds nothing of it, and the machine may take its pages back at any time.
/// </summary>
internal sealed class LearntWeights
{
    /// <summary>A handful for each version of the content; older ones go.</summary>
    private const int MostFiles = 60;

    private static readonly string Usual = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "CommsBot", "learnt");

    private readonly MemoryMappedViewAccessor _view;

    private LearntWeights(MemoryMappedFile file, int bytes)
    {
        using (file) _view = file.CreateViewAccessor(0, bytes, MemoryMappedFileAccess.Read);
    }

    /// <summary>The weights in the file of this input; without one, those that <paramref name="learn"/> gives, kept for the next time.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="learn">Fills a span of <paramref name="count"/> zeros.</param>
    /// <param name="folder">Default: beside the development key in the account's own application data.</param>
    public static LearntWeights Of(IncrementalHash input, int count, Action<Span<ushort>> learn, string? folder = null)
    {
        var file = Path.Combine(folder ?? Usual, $"{Convert.ToHexStringLower(input.GetHashAndReset())}.weights");
        if (TryMap(file, count * sizeof(ushort)) is { } kept) return kept;
        var weights = new ushort[count];
        learn(weights);
        TryKeep(file, MemoryMarshal.AsBytes(weights.AsSpan()));
        return TryMap(file, count * sizeof(ushort)) ?? InMemory(weights);
    }

    /// <summary>Copies the weights from number <paramref name="at"/> on.</summary>
    public void Read(int at, Span<ushort> to) => _view.SafeMemoryMappedViewHandle.ReadSpan((ulong)at * sizeof(ushort), to);

    /// <summary>One row of a table whose rows are all of this type.</summary>
    public T Row<T>(int number) where T : unmanaged => _view.SafeMemoryMappedViewHandle.Read<T>((ulong)number * (ulong)Unsafe.SizeOf<T>());

    private static LearntWeights? TryMap(string file, int bytes)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length != bytes + SHA256.HashSizeInBytes || !IsWhole(stream, bytes)) return null;
            return new LearntWeights(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true), bytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool IsWhole(FileStream stream, int bytes)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[1 << 16];
        for (var left = bytes; left > 0;)
        {
            var read = stream.Read(piece.AsSpan(0, Math.Min(left, piece.Length)));
            if (read == 0) return false;
            digest.AppendData(piece, 0, read);
            left -= read;
        }

        Span<byte> proof = stackalloc byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(proof);
        return proof.SequenceEqual(digest.GetHashAndReset());
    }

    private static LearntWeights InMemory(ushort[] weights)
    {
        var bytes = weights.Length * sizeof(ushort);
        var file = MemoryMappedFile.CreateNew(null, bytes);
        using (var to = file.CreateViewAccessor()) to.WriteArray(0, weights, 0, weights.Length);
        return new LearntWeights(file, bytes);
    }

    // A service account without a home, a full disk: then every start learns, as the first one did.
    private static void TryKeep(string file, ReadOnlySpan<byte> weights)
    {
        var draft = $"{file}.{Guid.NewGuid():N}";
        try
        {
            var folder = Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            using (var stream = File.Create(draft))
            {
                stream.Write(weights);
                stream.Write(SHA256.HashData(weights));
            }

            File.Move(draft, file, overwrite: true);
            foreach (var old in folder.GetFiles().OrderByDescending(kept => kept.LastWriteTimeUtc).Skip(MostFiles)) old.Delete();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }
}

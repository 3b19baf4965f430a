#include "CRE2.h"

#include <re2/re2.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

namespace {

/// The memory of a program and of what is made of it while it runs; a quarter of it or less is the program.
constexpr int64_t memory_of_a_pattern = 1 << 20;
/// Each keeps up to `memory_of_a_pattern`.
constexpr size_t patterns_kept = 64;

using Pattern = std::shared_ptr<const RE2>;

/// Compiled patterns, the oldest first. A pattern that is in use outlives its place here.
class Patterns {
public:
    Pattern find(const std::string &text) {
        {
            std::lock_guard<std::mutex> guard(mutex);
            auto found = patterns.find(text);
            if (found != patterns.end()) return found->second;
        }
        RE2::Options options;
        options.set_log_errors(false);
        options.set_never_capture(true);
        options.set_max_mem(memory_of_a_pattern);
        auto pattern = std::make_shared<const RE2>(text, options);
        std::lock_guard<std::mutex> guard(mutex);
        if (patterns.emplace(text, pattern).second) order.push_back(text);
        while (order.size() > patterns_kept) {
            patterns.erase(order.front());
            order.pop_front();
        }
        return pattern;
    }

private:
    std::mutex mutex;
    std::unordered_map<std::string, Pattern> patterns;
    std::deque<std::string> order;
};

/// Never destroyed: a thread may still search while the process ends.
Patterns &patterns() {
    static Patterns *const shared = new Patterns;
    return *shared;
}

CRE2Answer problem(const RE2 &pattern) {
    return pattern.error_code() == RE2::ErrorPatternTooLarge ? CRE2AnswerTooLarge : CRE2AnswerBadPattern;
}

}  // namespace

CRE2Compiled cre2_compile(const char *pattern, size_t length) {
    try {
        const Pattern compiled = patterns().find(std::string(pattern, length));
        if (!compiled->ok()) return {problem(*compiled), 0};
        return {CRE2AnswerNoMatch, compiled->ProgramSize()};
    } catch (...) {
        return {CRE2AnswerTooLarge, 0};
    }
}

CRE2Answer cre2_search(const char *pattern, size_t pattern_length, const char *text, size_t text_length) {
    try {
        const Pattern compiled = patterns().find(std::string(pattern, pattern_length));
        if (!compiled->ok()) return problem(*compiled);
        const re2::StringPiece whole(text, text_length);
        const bool found = compiled->Match(whole, 0, text_length, RE2::UNANCHORED, nullptr, 0);
        return found ? CRE2AnswerMatch : CRE2AnswerNoMatch;
    } catch (...) {
        return CRE2AnswerTooLarge;
    }
}
